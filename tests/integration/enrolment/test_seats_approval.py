"""Who decides: supervisor, delegate, next one up, officer; a request does not freeze."""

from datetime import date

import pytest

from services.enrolment import enrolling
from services.enrolment.storage.absences import Absences
from shared.errors import Conflict, Forbidden
from tests.integration.enrolment.house import DAY, on


@pytest.fixture
def office(house):
    """LEARNER is led by HEAD, and HEAD by CHIEF."""
    for name, supervisor in (("CHIEF", None), ("HEAD", "CHIEF"), ("LEARNER", "HEAD")):
        house.an_employee(name, supervisor_id=supervisor)
    house.an_employee("OTHER")
    return house


def approver_of(house, enrolment):
    return house.enrolment(enrolment)["approver_id"]


def is_away(house, employee_id):
    with house.database.transaction() as session:
        Absences(session).learn(
            f"LEAVE {employee_id}",
            employee_id,
            date(2026, 11, 23),
            date(2026, 11, 30),
            "leave",
            False,
            house.clock.now(),
        )


def decides(house, enrolment, by, decision="approve"):
    return house.decide_enrolment(enrolment_id=enrolment, decision=decision, decided_by=by)


@pytest.mark.parametrize("decider", ["HEAD", "CHIEF"])
def test_the_supervisor_or_the_next_one_up_decides(office, decider):
    enrolment = office.a_request(office.an_offering(), "LEARNER")

    assert approver_of(office, enrolment) == "HEAD"
    assert decides(office, enrolment, decider)["status"] == "enrolled"


@pytest.mark.parametrize("decider", ["OTHER", "LEARNER", "NOBODY"])
def test_nobody_else_decides(office, decider):
    enrolment = office.a_request(office.an_offering(), "LEARNER")

    with pytest.raises(Forbidden, match="HEAD"):
        decides(office, enrolment, decider)
    assert office.status(enrolment) == "requested"


def test_a_delegate_is_asked_and_decides_from_a_day_until_a_day(office):
    office.set_delegate(
        employee_id="HEAD", delegate_id="OTHER", **{"from": "2026-11-23", "until": "2026-11-24"}
    )
    offering = office.an_offering()
    enrolment = office.a_request(offering, "LEARNER")

    assert approver_of(office, enrolment) == "OTHER"
    assert decides(office, enrolment, "OTHER", "reject")["status"] == "rejected"
    office.clock.travel(2 * DAY)
    again = office.a_request(offering, "LEARNER")
    with pytest.raises(Forbidden):
        decides(office, again, "OTHER")


def test_requests_that_are_open_already_go_to_the_delegate_too(office):
    enrolment = office.a_request(office.an_offering(), "LEARNER")

    answer = office.set_delegate(
        employee_id="HEAD", delegate_id="OTHER", **{"from": "2026-11-20", "until": "2026-11-30"}
    )

    assert (answer["from"], answer["until"]) == ("2026-11-20", "2026-11-30")
    assert approver_of(office, enrolment) == "OTHER"
    asked = [one.data["approver_id"] for one in office.told(enrolment)]
    assert asked == ["HEAD", "OTHER"]
    assert decides(office, enrolment, "HEAD")["status"] == "enrolled"


def test_the_learner_is_never_the_delegate_on_the_own_request(office):
    office.set_delegate(
        employee_id="HEAD", delegate_id="LEARNER", **{"from": "2026-11-20", "until": "2026-11-30"}
    )

    enrolment = office.a_request(office.an_offering(), "LEARNER")

    assert approver_of(office, enrolment) == "HEAD"
    with pytest.raises(Forbidden):
        decides(office, enrolment, "LEARNER")


def test_a_delegation_must_make_sense(office):
    with pytest.raises(Conflict, match="before it begins"):
        office.set_delegate(
            employee_id="HEAD", delegate_id="OTHER", **{"from": "2026-11-20", "until": "2026-11-01"}
        )


def test_while_the_supervisor_is_on_leave_the_next_one_up_is_asked(office):
    is_away(office, "HEAD")

    assert approver_of(office, office.a_request(office.an_offering(), "LEARNER")) == "CHIEF"


def test_an_unanswered_request_goes_to_the_next_one_up_and_finally_expires(office):
    enrolment = office.a_request(office.an_offering(), "LEARNER")

    office.clock.travel(2 * DAY)
    office.advance_due_enrolments()
    assert approver_of(office, enrolment) == "HEAD"
    office.clock.travel(1 * DAY)
    office.advance_due_enrolments()
    office.advance_due_enrolments()
    assert approver_of(office, enrolment) == "CHIEF"
    assert office.names_told(enrolment) == ["enrolment.requested"] * 2
    office.clock.travel(7 * DAY)
    office.advance_due_enrolments()

    assert office.status(enrolment) == "expired"
    told = office.told(enrolment)[-1]
    assert (told.name, told.data["reason"]) == (
        "enrolment.expired",
        "nobody decided within 8 working days",
    )
    with pytest.raises(Conflict, match="already expired"):
        decides(office, enrolment, "CHIEF")


def test_working_days_leave_out_weekends_and_holidays(office):
    office.clock.travel(29 * DAY)  # Tuesday, 22 December; the 24th to 27th are no working days
    enrolment = office.a_request(office.an_offering(), "LEARNER")

    office.clock.travel(6 * DAY)
    office.advance_due_enrolments()
    assert approver_of(office, enrolment) == "HEAD"
    office.clock.travel(1 * DAY)
    office.advance_due_enrolments()
    assert approver_of(office, enrolment) == "CHIEF"


def test_a_transfer_puts_the_open_request_to_the_new_supervisor(office):
    enrolment = office.a_request(office.an_offering(), "LEARNER")
    office.an_employee("LEARNER", supervisor_id="OTHER")

    with office.database.transaction() as session:
        enrolling.resolve_approvers_again(session, ["LEARNER"], office.clock.now())

    assert approver_of(office, enrolment) == "OTHER"
    assert office.told(enrolment)[-1].data["approver_id"] == "OTHER"


def test_when_the_approver_leaves_the_request_goes_to_somebody_else(office):
    office.a_unit("U1", head_id="CHIEF")
    enrolment = office.a_request(office.an_offering(), "LEARNER")
    office.an_employee("HEAD", active=False)

    with office.database.transaction() as session:
        enrolling.resolve_approvers_again(session, ["HEAD"], office.clock.now())

    assert approver_of(office, enrolment) == "CHIEF"


def test_who_left_is_withdrawn_from_what_has_not_begun_and_seats_are_given_on(office):
    begun, ahead = office.an_offering(capacity=1), office.an_offering(capacity=1)
    office.schedule_offering(
        offering_id=begun,
        meetings=[
            {"starts_at": "2026-11-23T08:00:00+08:00", "ends_at": "2026-11-27T16:00:00+08:00"}
        ],
    )
    attends, seat = office.approved(begun, "LEARNER"), office.approved(ahead, "LEARNER")
    asked = office.a_request(office.an_offering(meetings=[on("2026-12-02")]), "LEARNER")
    waiting = office.approved(ahead)
    office.an_employee("LEARNER", active=False)

    with office.database.transaction() as session:
        enrolling.withdraw_from_what_has_not_begun(
            session, "LEARNER", "left the service", office.clock.now()
        )

    assert office.status(attends, seat, asked) == ["enrolled", "cancelled", "cancelled"]
    assert office.status(waiting) == "enrolled"
    assert office.enrolment(seat)["reason"] == "left the service"


def test_only_an_officer_gives_a_reason_to_override(office):
    enrolment = office.a_request(office.an_offering(), "LEARNER")

    with pytest.raises(Forbidden, match="only a training officer may override"):
        office.decide_enrolment(
            enrolment_id=enrolment, decision="approve", decided_by="HEAD", override_reason="x"
        )
