"""Pre-tests: asked for with a seat where a policy wants them, no longer once they are pointless."""

import pytest

from shared.errors import Conflict
from shared.events.enrolment import EnrolmentEnrolled
from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import House, a_reversal_of, in_an_envelope
from tests.integration.evaluation.study_house import a_seat, an_offering, given_up

PRETEST = {
    "level": 2,
    "respondent": "participant",
    "opens_after_days": 0,
    "due_within_days": 7,
    "at": "enrolment",
}
POSTTEST = {**PRETEST, "at": "completion"}


@pytest.fixture
def offering(house):
    """Of P1, in ten days; its policy asks for a test before and one after."""
    house.service.save_policy(programme_id="P1", items=[PRETEST, POSTTEST])
    offering = an_offering(house.clock.now() + 10 * DAY)
    house.deliver(in_an_envelope(offering, sequence=1))
    return offering


def seated(house: House, offering, employee_id: str = "E1", **facts) -> EnrolmentEnrolled:
    seat = a_seat(offering, employee_id, house.clock.now())
    seat = EnrolmentEnrolled(**vars(seat) | facts)
    house.deliver(in_an_envelope(seat, sequence=2))
    return seat


def completed(house: House, seat: EnrolmentEnrolled):
    return now_completed(
        house,
        enrolment_id=seat.enrolment_id,
        employee_id=seat.employee_id,
        offering_id=seat.offering_id,
    )


def test_a_seat_has_its_pretest_at_once(house, offering):
    seat = seated(house, offering)

    [item] = house.evaluations(respondent_id="E1")
    assert (item["level"], item["status"], item["is_pretest"]) == (2, "open", True)
    told = house.told()[-1]
    assert (told.name, told.subject, told.sequence) == (
        "evaluation.scheduled",
        seat.enrolment_id,
        1,
    )


def test_a_pretest_is_due_before_the_training_begins(house):
    house.service.save_policy(programme_id="P1", items=[PRETEST])
    offering = an_offering(house.clock.now() + 2 * DAY)
    house.deliver(in_an_envelope(offering, sequence=1))

    seated(house, offering)

    assert house.evaluations()[0]["due_at"] == offering.starts_at.isoformat()


def test_once_the_training_has_begun_it_is_too_late_for_a_pretest(house, offering):
    seated(house, offering)
    pretest = house.evaluations()[0]
    assert pretest["closes_at"] == offering.starts_at.isoformat()

    house.tick(10 * DAY)
    house.tick(DAY)
    with pytest.raises(Conflict, match="closed"):
        house.service.submit_evaluation(
            evaluation_id=pretest["evaluation_id"], respondent_id="E1", answers={"score": 90}
        )


def test_of_who_gets_a_seat_after_the_training_began_no_pretest_is_asked(house, offering):
    house.clock.travel(11 * DAY)

    seated(house, offering)

    assert house.evaluations() == []


def test_the_same_seat_twice_has_one_pretest(house, offering):
    seat = seated(house, offering)

    house.deliver(in_an_envelope(seat, sequence=2))

    assert len(house.evaluations()) == 1


def test_without_such_a_policy_a_seat_asks_for_nothing(house):
    seated(house, an_offering(house.clock.now() + DAY))

    assert house.evaluations() == []
    assert house.told() == []


def test_a_seat_that_is_given_up_needs_no_pretest(house, offering):
    seat = seated(house, offering)

    house.deliver(in_an_envelope(given_up(seat, house.clock.now()), sequence=3))

    [item] = house.evaluations()
    assert (item["status"], item["reason"]) == ("cancelled", "the seat was given up")


def test_a_cancellation_that_overtakes_its_seat_leaves_no_pretest(house, offering):
    seat = a_seat(offering, "E1", house.clock.now())

    house.deliver(in_an_envelope(given_up(seat, house.clock.now()), sequence=3))
    house.deliver(in_an_envelope(seat, sequence=2))

    assert house.evaluations() == []


def test_after_the_training_what_was_asked_before_it_is_asked_no_longer(house, offering):
    seat = seated(house, offering)

    house.deliver(in_an_envelope(completed(house, seat), sequence=3))

    assert [(one["is_pretest"], one["status"]) for one in house.evaluations()] == [
        (True, "cancelled"),
        (False, "open"),
    ]
    schedulings = [one.sequence for one in house.told() if one.name == "evaluation.scheduled"]
    assert schedulings == [1, 2]


def test_a_pretest_that_was_answered_stays_and_a_reversal_does_not_touch_it(house, offering):
    seat = seated(house, offering)
    house.service.submit_evaluation(
        evaluation_id=house.evaluations()[0]["evaluation_id"],
        respondent_id="E1",
        answers={"score": 40},
    )
    done = completed(house, seat)
    house.deliver(in_an_envelope(done, sequence=3))

    house.deliver(in_an_envelope(a_reversal_of(done), sequence=4))

    assert house.statuses() == ["submitted", "cancelled"]


def test_policies_of_a_kind_ask_before_too_from_their_hours_on(house):
    house.service.save_policy(programme_kind="training", min_learning_hours=8, items=[PRETEST])
    offering = an_offering(house.clock.now() + 10 * DAY, programme_id="P2")

    seated(house, offering, "E1", programme_kind="training", learning_hours=8.0)
    seated(house, offering, "E2", programme_kind="training", learning_hours=2.0)
    seated(house, offering, "E3", programme_kind="degree", learning_hours=40.0)
    seated(house, offering, "E4")

    assert [one["respondent_id"] for one in house.evaluations()] == ["E1"]


def test_a_pretest_is_reminded_of_like_anything_else(house, offering):
    seated(house, offering)

    for _ in range(8):
        house.tick(DAY)

    names = [name.split(".")[1] for name in house.names_told()]
    assert names == ["scheduled", "due_soon", "overdue"]
