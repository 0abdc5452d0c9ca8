"""One queue for each offering, in order of approval; a free seat is given at once."""

import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import DAY, on


def test_who_is_approved_when_all_seats_are_taken_waits_and_is_told(house):
    offering = house.an_offering(capacity=1)
    house.approved(offering)

    waiting = house.approved(offering)

    assert house.status(waiting) == "waitlisted"
    assert house.names_told(waiting) == [
        "enrolment.requested",
        "enrolment.approved",
        "enrolment.waitlisted",
    ]


def test_the_queue_is_in_order_of_approval_and_not_of_request(house):
    offering = house.an_offering(capacity=1)
    seated = house.approved(offering)
    first_asked, second_asked = house.a_request(offering), house.a_request(offering)
    house.approve(second_asked)
    house.approve(first_asked)

    house.cancel_enrolment(enrolment_id=seated, cancelled_by="E1", reason="ill", code="illness")

    assert house.status(second_asked, first_asked) == ["enrolled", "waitlisted"]
    assert house.names_told(second_asked)[-1] == "enrolment.enrolled"


def test_added_seats_go_to_the_queue_and_everybody_is_told(house):
    offering = house.an_offering(capacity=1)
    everybody = [house.approved(offering) for _ in range(4)]

    house.schedule_offering(offering_id=offering, capacity=3)

    assert house.status(*everybody) == ["enrolled", "enrolled", "enrolled", "waitlisted"]
    changed = house.told(offering)[-1]
    assert changed.name == "offering.changed"
    assert sorted(changed.data["employee_ids"]) == sorted(
        house.enrolment(one)["employee_id"] for one in everybody
    )


def test_a_new_request_never_overtakes_the_queue(house):
    offering = house.an_offering(capacity=1)
    seated, waiting = house.approved(offering), house.approved(offering)
    late = house.a_request(offering)

    house.cancel_enrolment(enrolment_id=seated, cancelled_by="E1", reason="moved")
    house.approve(late)

    assert house.status(seated, waiting, late) == ["cancelled", "enrolled", "waitlisted"]


def test_a_place_in_the_queue_can_be_given_up_and_moves_nobody(house):
    offering = house.an_offering(capacity=1)
    seated, first, second = (house.approved(offering) for _ in range(3))

    house.cancel_enrolment(enrolment_id=first, cancelled_by="E1", reason="moved")
    house.cancel_enrolment(enrolment_id=seated, cancelled_by="E1", reason="moved")

    assert house.status(first, second) == ["cancelled", "enrolled"]


def test_a_class_that_is_nominated_fills_the_seats_and_then_the_queue(house):
    offering = house.an_offering(capacity=2)
    people = house.some_employees(3)

    answers = house.nominate(
        offering_id=offering, employee_ids=[*people, "NOBODY"], nominated_by=house.an_officer()
    )

    assert [one["status"] for one in answers] == ["enrolled", "enrolled", "waitlisted", "refused"]
    again = house.nominate(
        offering_id=offering, employee_ids=people, nominated_by=house.an_officer()
    )
    assert again == answers[:3]


def test_waiting_ends_when_the_offering_begins(house):
    offering = house.an_offering(capacity=1, meetings=[on("2026-12-01")])
    seated, waiting = house.approved(offering), house.approved(offering)

    house.clock.travel(9 * DAY)
    house.advance_due_enrolments()
    house.advance_due_enrolments()

    assert house.status(seated, waiting) == ["enrolled", "expired"]
    [expired] = [one for one in house.told(waiting) if one.name == "enrolment.expired"]
    assert expired.data["reason"] == "no seat became free in time"


def test_waiting_follows_an_offering_that_is_moved(house):
    offering = house.an_offering(capacity=1, meetings=[on("2026-12-01")])
    _, waiting = house.approved(offering), house.approved(offering)

    house.schedule_offering(offering_id=offering, meetings=[on("2026-12-08")])
    house.clock.travel(9 * DAY)
    house.advance_due_enrolments()

    assert house.status(waiting) == "waitlisted"


# Cancel and decline


def test_a_seat_given_up_late_is_recorded_as_late(house):
    offering = house.an_offering(meetings=[on("2026-11-24")])
    enrolment, excused = house.approved(offering), house.approved(offering)

    house.cancel_enrolment(enrolment_id=enrolment, cancelled_by="E1", reason="no time")
    house.cancel_enrolment(
        enrolment_id=excused, cancelled_by="E1", reason="in hospital", code="illness"
    )

    assert house.enrolment(enrolment)["cancelled_late"] is True
    assert house.enrolment(excused)["cancelled_late"] is False


def test_how_late_is_late_can_be_decided_from_a_day_on(house):
    house.save_rule_number(name="late_cancellation_working_days", value=1, from_day="2026-11-23")
    offering = house.an_offering(meetings=[on("2026-11-26")])
    enrolment = house.approved(offering)

    house.cancel_enrolment(enrolment_id=enrolment, cancelled_by="E1", reason="no time")

    assert house.enrolment(enrolment)["cancelled_late"] is False
    decided = house.list_rule_numbers()["items"][-1]
    assert decided == {
        "name": "late_cancellation_working_days",
        "from_day": "2026-11-23",
        "value": 1,
    }


def test_what_is_over_cannot_be_cancelled_again(house):
    enrolment = house.approved(house.an_offering())
    house.cancel_enrolment(enrolment_id=enrolment, cancelled_by="E1", reason="moved")

    with pytest.raises(Conflict, match="already cancelled"):
        house.cancel_enrolment(enrolment_id=enrolment, cancelled_by="E1", reason="moved")


def test_a_nominated_person_declines_and_the_next_one_gets_the_seat(house):
    offering = house.an_offering(capacity=1)
    first, second = house.some_employees(2)
    nominated = house.nominate(
        offering_id=offering, employee_ids=[first, second], nominated_by=house.an_officer()
    )
    declining, waiting = (one["enrolment_id"] for one in nominated)

    answer = house.decline_nomination(
        enrolment_id=declining, reason="family", text="a wedding in Soe"
    )

    assert (answer["status"], answer["reason"], answer["comment"]) == (
        "declined",
        "family",
        "a wedding in Soe",
    )
    assert answer["test_out"] is None
    assert house.names_told(declining)[-1] == "enrolment.declined"
    assert house.status(waiting) == "enrolled"


def test_who_declined_can_be_enrolled_again(house):
    offering, learner = house.an_offering(), house.an_employee()
    nominate = {"offering_id": offering, "employee_ids": [learner], "nominated_by": "OFFICER"}
    [first] = house.nominate(**nominate)
    house.decline_nomination(enrolment_id=first["enrolment_id"], reason="workload")

    [second] = house.nominate(**nominate)

    assert second["status"] == "enrolled"
    assert second["enrolment_id"] != first["enrolment_id"]


def test_somebody_experienced_takes_the_test_is_exempt_and_a_mentor(house):
    basic = house.a_programme(title="Dasar", pass_score=70)
    advanced = house.a_programme(title="Lanjutan", prerequisites=[basic])
    learner, officer = house.an_employee(), house.an_officer()
    nominate = {"employee_ids": [learner], "nominated_by": officer}
    [nominated] = house.nominate(offering_id=house.an_offering(programme_id=basic), **nominate)

    declined = house.decline_nomination(
        enrolment_id=nominated["enrolment_id"], reason="experienced"
    )
    test = declined["test_out"]
    house.record_test_out(test_id=test["test_id"], score=85, recorded_by=officer)

    [mentor] = house.list_test_outs(programme_id=basic, passed=True)["items"]
    assert (mentor["employee_id"], mentor["score"]) == (learner, 85)
    [again] = house.nominate(offering_id=house.an_offering(programme_id=basic), **nominate)
    assert (again["status"], "is exempt" in again["reason"]) == ("refused", True)
    [next_one] = house.nominate(offering_id=house.an_offering(programme_id=advanced), **nominate)
    assert next_one["status"] == "enrolled"


def test_who_fails_the_test_may_be_sent_to_the_programme(house):
    basic = house.a_programme(pass_score=70)
    learner, officer = house.an_employee(), house.an_officer()
    offering = house.an_offering(programme_id=basic)
    nominate = {"offering_id": offering, "employee_ids": [learner], "nominated_by": officer}
    [nominated] = house.nominate(**nominate)
    declined = house.decline_nomination(
        enrolment_id=nominated["enrolment_id"], reason="experienced"
    )

    taken = house.record_test_out(test_id=declined["test_out"]["test_id"], score=10)

    assert taken["passed"] is False
    with pytest.raises(Conflict, match="was taken on 2026-11-23 and failed"):
        house.record_test_out(test_id=taken["test_id"], score=100)
    assert house.nominate(**nominate)[0]["status"] == "enrolled"


@pytest.mark.parametrize(
    ("call", "arguments", "refusal"),
    [
        ("decline_nomination", {"enrolment_id": "X", "reason": "tired"}, ValidationError),
        ("decline_nomination", {"enrolment_id": "X", "reason": "family"}, NotFound),
        ("cancel_enrolment", {"enrolment_id": "X", "reason": "x"}, ValidationError),
        ("record_test_out", {"test_id": "X", "score": 101}, ValidationError),
        ("record_test_out", {"test_id": "X", "score": 1}, NotFound),
        ("save_rule_number", {"name": "luck", "value": 1}, ValidationError),
        ("cancel_offering", {"offering_id": "X", "reason": "x"}, NotFound),
        ("schedule_offering", {"offering_id": "X", "capacity": 3}, NotFound),
        ("schedule_offering", {"capacity": 3}, ValidationError),
        ("set_delegate", {"employee_id": "A", "delegate_id": "B"}, ValidationError),
    ],
)
def test_bad_input_gets_a_named_error(house, call, arguments, refusal):
    with pytest.raises(refusal):
        getattr(house, call)(**arguments)
