"""The rules of seats, queue and approval: one rule, one test."""

from datetime import date, timedelta

import pytest

from services.enrolment.domain import approval, enrolment, exemption, leaving, offering, waitlist
from services.enrolment.domain.approval import Candidate, Delegation, Patience
from services.enrolment.domain.enrolment import Status
from services.enrolment.domain.offering import OfferingStatus
from services.enrolment.domain.rule_numbers import RuleNumber, number_in_force
from shared.errors import Conflict, Forbidden, ValidationError
from tests.unit.enrolment.builders import (
    MONDAY_NOON,
    NO_HOLIDAYS,
    a_meeting,
    a_programme,
    an_employee,
    an_enrolment,
    an_offering,
    at,
)

PATIENCE = Patience(escalate_after=3, expire_after=5)


# Offerings


def test_a_change_of_capacity_cannot_take_a_seat_from_anybody():
    with pytest.raises(Conflict, match="3 seats are taken"):
        offering.change(an_offering(), an_offering(capacity=2, seats_taken=3), [], MONDAY_NOON)


def test_an_announced_offering_keeps_its_programme():
    other = an_offering(programme=a_programme(programme_id="P2"))

    with pytest.raises(Conflict, match="keeps its programme"):
        offering.change(an_offering(), other, [], MONDAY_NOON)


def test_a_change_tells_who_has_a_seat_or_waits_for_one():
    told = offering.change(an_offering(), an_offering(venue="Aula"), ["E1", "E2"], MONDAY_NOON)

    assert (told.venue, told.employee_ids) == ("Aula", ["E1", "E2"])


def test_an_offering_is_cancelled_once():
    cancelled, told = offering.cancel(an_offering(), ["E1"], reason="flood", at=MONDAY_NOON)

    assert (cancelled.status, told.reason) == (OfferingStatus.CANCELLED, "flood")
    with pytest.raises(Conflict, match="was cancelled \\(flood\\)"):
        offering.cancel(cancelled, [], reason="again", at=MONDAY_NOON)


def test_what_has_results_is_history():
    moved = an_offering(meetings=(a_meeting("2026-12-09"),))

    with pytest.raises(Conflict, match="the meetings are history"):
        offering.keeps_its_times_once_results_are_recorded(an_offering(), moved, 3)
    offering.keeps_its_times_once_results_are_recorded(an_offering(), moved, 0)
    with pytest.raises(Conflict, match="reverse them"):
        offering.has_no_results_yet(1)


def test_a_meeting_that_ends_before_it_starts_is_refused_by_its_number():
    wrong = a_meeting("2026-12-01", ends_at=at("2026-12-01", 7))

    with pytest.raises(ValidationError) as refused:
        offering.schedule(an_offering(meetings=(a_meeting("2026-11-30"), wrong)), MONDAY_NOON)

    assert list(refused.value.fields) == ["meetings.1.ends_at"]


# The queue


def test_the_queue_is_in_order_of_approval():
    third, first, second = (an_enrolment(queue_number=number) for number in (30, 1, 2))

    assert waitlist.in_order([third, first, second]) == [first, second, third]


def test_a_place_in_the_queue_is_waited_for_until_the_offering_begins():
    waiting, [told] = waitlist.join(an_enrolment(), an_offering(), number=1, at=MONDAY_NOON)

    assert (waiting.status, waiting.next_at) == (Status.WAITLISTED, at("2026-12-01", 8))
    assert told.event_name == "enrolment.waitlisted"


def test_of_an_offering_recorded_late_nobody_expires():
    assert waitlist.waits_until(an_offering(), at("2026-12-01", 9)) == at("2026-12-01", 16)
    assert waitlist.waits_until(an_offering(), at("2026-12-02")) is None


def test_who_gets_a_seat_no_longer_has_a_reason_to_wait():
    seated, [told] = waitlist.take_seat(an_enrolment(reason="no money"), a_programme(), MONDAY_NOON)

    assert (seated.status, seated.reason) == (Status.ENROLLED, None)
    assert told.event_name == "enrolment.enrolled"


# Approval


def test_the_supervisor_decides_else_the_delegate_else_the_next_one_up():
    chain = [Candidate(employee_id="HEAD"), Candidate(employee_id="CHIEF")]
    absent = Candidate(employee_id="HEAD", away=True)
    replaced = Candidate(employee_id="HEAD", away=True, delegates=("ACTING",))

    assert approval.approver_among(chain) == "HEAD"
    assert approval.approver_among([replaced, *chain[1:]]) == "ACTING"
    assert approval.approver_among([absent, *chain[1:]]) == "CHIEF"
    assert approval.approver_among([absent]) == "HEAD"
    assert approval.approver_among([]) is None


def test_above_a_delegate_stands_the_boss_of_whoever_is_replaced():
    chain = [
        Candidate(employee_id="HEAD", delegates=("ACTING",)),
        Candidate(employee_id="CHIEF"),
    ]

    assert approval.those_above(chain, "ACTING") == chain[1:]
    assert approval.those_above(chain, "HEAD") == chain[1:]
    assert approval.those_above(chain, "SOMEBODY") == chain


@pytest.mark.parametrize(
    ("decider", "allowed"),
    [
        (an_employee("E2"), True),
        (an_employee("OTHER"), False),
        (an_employee("E2", active=False), False),
        (an_employee("OTHER", roles=("officer",)), True),
        (an_employee("E1", roles=("officer",)), False),
        (None, False),
    ],
)
def test_who_is_asked_or_an_officer_decides_and_nobody_on_their_own_request(decider, allowed):
    asked = an_enrolment(employee_id="E1", approver_id="E2")

    if allowed:
        approval.may_decide(asked, decider, {"E2"})
    else:
        with pytest.raises(Forbidden, match="nobody on their own request"):
            approval.may_decide(asked, decider, {"E1", "E2"})


@pytest.mark.parametrize(
    "decider", [None, an_employee(), an_employee(active=False, roles=("officer",))]
)
def test_only_an_officer_overrides_a_rule(decider):
    with pytest.raises(Forbidden, match="override"):
        approval.only_an_officer_overrides(decider)


def test_a_request_that_nobody_answers_goes_up_and_finally_expires():
    asked = approval.ask(an_enrolment(approver_id="E2"), NO_HOLIDAYS, PATIENCE, MONDAY_NOON)
    assert asked.next_at == MONDAY_NOON + timedelta(days=3)

    thursday = asked.next_at
    escalated, [told] = approval.grow_impatient(asked, "E3", NO_HOLIDAYS, PATIENCE, thursday)
    assert (escalated.approver_id, told.approver_id) == ("E3", "E3")
    assert escalated.next_at == thursday + timedelta(days=7)

    expired, [gone] = approval.grow_impatient(
        escalated, "E4", NO_HOLIDAYS, PATIENCE, escalated.next_at
    )
    assert (expired.status, expired.next_at) == (Status.EXPIRED, None)
    assert gone.reason == "nobody decided within 8 working days"


def test_a_delegation_needs_two_people_and_ends_after_it_begins():
    facts = {"from_day": date(2026, 12, 1), "until": date(2026, 12, 3)}

    approval.delegation_makes_sense(Delegation(employee_id="A", delegate_id="B", **facts))
    with pytest.raises(Conflict, match="stand in for themselves"):
        approval.delegation_makes_sense(Delegation(employee_id="A", delegate_id="A", **facts))
    with pytest.raises(Conflict, match="before it begins"):
        approval.delegation_makes_sense(
            Delegation(employee_id="A", delegate_id="B", **facts | {"until": date(2026, 11, 1)})
        )


# Giving up


@pytest.mark.parametrize(
    ("day", "code", "late"),
    [
        ("2026-11-25", "other", False),
        ("2026-11-27", "other", True),
        ("2026-11-27", "illness", False),
        ("2026-12-02", "family", True),
    ],
)
def test_a_seat_given_up_less_than_three_working_days_before_is_late_without_an_excuse(
    day, code, late
):
    given_up = leaving.is_late(an_offering(), code, NO_HOLIDAYS, working_days=3, at=at(day))

    assert given_up is late


def test_only_who_was_nominated_declines():
    asked = an_enrolment(employee_id="E1", requested_by="E1")
    nominated = an_enrolment(employee_id="E1", requested_by="OFFICER")

    with pytest.raises(Conflict, match="cancel the enrolment instead"):
        enrolment.decline(asked, an_offering(), reason="family", text=None, at=MONDAY_NOON)
    declined, [told] = enrolment.decline(
        nominated, an_offering(), reason="family", text="a wedding", at=MONDAY_NOON
    )
    assert (declined.status, declined.comment, told.reason) == ("declined", "a wedding", "family")


def test_nobody_declines_what_is_over():
    nominated = an_enrolment(employee_id="E1", requested_by="OFFICER")

    with pytest.raises(Conflict, match="the last meeting ended"):
        enrolment.decline(nominated, an_offering(), reason="topic", text=None, at=at("2026-12-02"))


def test_a_test_out_is_offered_where_there_is_a_test_and_passed_with_the_pass_score():
    assert exemption.offer("T1", "E1", "N1", a_programme(), MONDAY_NOON) is None
    offered = exemption.offer("T1", "E1", "N1", a_programme(pass_score=70), MONDAY_NOON)

    assert exemption.take(offered, 70, date(2026, 12, 1)).passed is True
    failed = exemption.take(offered, 69.9, date(2026, 12, 1))
    assert failed.passed is False
    with pytest.raises(Conflict, match="taken on 2026-12-01 and failed"):
        exemption.take(failed, 90, date(2026, 12, 2))


def test_who_is_exempt_is_not_sent():
    with pytest.raises(Conflict, match="ask for a mentor"):
        exemption.is_not_exempt("E1", a_programme(), True)


def test_a_number_of_a_rule_holds_from_its_day_on():
    decided = [RuleNumber(name="escalate_after_working_days", from_day=date(2027, 1, 1), value=1)]

    assert number_in_force("escalate_after_working_days", date(2026, 12, 31), decided) == 3
    assert number_in_force("escalate_after_working_days", date(2027, 1, 1), decided) == 1
