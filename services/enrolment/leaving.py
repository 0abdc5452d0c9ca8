"""Use cases of giving up: cancel, decline, withdraw. A freed seat is given at once to the next."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import enrolment, exemption, leaving
from services.enrolment.domain.enrolment import DeclineReason, Enrolment, Status
from services.enrolment.domain.exemption import OfferedTest
from services.enrolment.domain.leaving import CancelCode
from services.enrolment.domain.offering import Offering
from services.enrolment.seating import Door, expect_all
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offered_tests import OfferedTests
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.rule_numbers import RuleNumbers, calendar_of
from shared.ids import new_id


def cancel(
    session: Session,
    enrolment_id: str,
    *,
    reason: str,
    code: CancelCode,
    at: datetime,
) -> Enrolment:
    """Give up a request, a place in the queue or a seat. Raises NotFound, Conflict."""
    door = _door_of(session, enrolment_id, at)
    asked = Enrolments(session).lock(enrolment_id)
    cancelled, told = enrolment.cancel(
        asked, reason=reason, comment=code, at=at, late=_is_late(session, door.offering, code, at)
    )
    Enrolments(session).save(cancelled, told)
    _give_back(session, door, asked, cancelled, at)
    door.expect([])
    door.fill()
    return cancelled


def decline(
    session: Session,
    enrolment_id: str,
    *,
    reason: DeclineReason,
    text: str | None,
    at: datetime,
) -> tuple[Enrolment, OfferedTest | None]:
    """Say no to a nomination; somebody experienced is offered the programme's test.

    Raises NotFound, Conflict.
    """
    door = _door_of(session, enrolment_id, at)
    nominated = Enrolments(session).lock(enrolment_id)
    declined, told = enrolment.decline(nominated, door.offering, reason=reason, text=text, at=at)
    Enrolments(session).save(declined, told)
    _give_back(session, door, nominated, declined, at)
    door.expect([])
    door.fill()
    return declined, _offer_test(session, declined, door.offering, at)


def take_test(
    session: Session, test_id: str, score: float, taken_on: date, recorded_by: str | None
) -> OfferedTest:
    """Record how a test-out went. Raises NotFound, Conflict."""
    tests = OfferedTests(session)
    taken = exemption.take(tests.lock(test_id), score, taken_on)
    tests.save(taken, recorded_by)
    return taken


def withdraw_from_what_has_not_begun(
    session: Session, employee_id: str, reason: str, at: datetime
) -> None:
    """Cancel everything of somebody who left that has not begun; seats and money go back."""
    enrolments = Enrolments(session)
    offering_ids = {one.offering_id for one in enrolments.under_way(employee_id, after=at)}
    offerings = [Offerings(session).lock(one) for one in sorted(offering_ids)]
    by_budget = sorted(offerings, key=lambda one: one.budget_id or "")
    doors = [Door(session, one, at) for one in by_budget]
    for door in doors:
        taking_part = enrolments.taking_part(door.offering.offering_id, [employee_id])
        for one in taking_part.values():
            if one.status in enrolment.UNDER_WAY:
                gone, told = enrolment.cancel(one, reason=reason, comment="left", at=at)
                enrolments.save(gone, told)
                _give_back(session, door, one, gone, at)
    expect_all(session, doors)
    for door in doors:
        door.fill()


def _door_of(session: Session, enrolment_id: str, at: datetime) -> Door:
    offering_id = Enrolments(session).get(enrolment_id).offering_id
    return Door(session, Offerings(session).lock(offering_id), at)


def _give_back(
    session: Session, door: Door, before: Enrolment, after: Enrolment, at: datetime
) -> None:
    """The seat is free; the money too, unless it was given up too late."""
    if before.status is not Status.ENROLLED:
        return
    door.open_up(1)
    if after.cancelled_late:
        Budgets(session).spend(after.enrolment_id, at)
    else:
        Budgets(session).release(after.enrolment_id, at)


def _is_late(session: Session, offering: Offering, code: CancelCode, at: datetime) -> bool:
    days = RuleNumbers(session).in_force("late_cancellation_working_days", at)
    return leaving.is_late(offering, code, calendar_of(session), working_days=days, at=at)


def _offer_test(
    session: Session, declined: Enrolment, offering: Offering, at: datetime
) -> OfferedTest | None:
    if declined.reason != "experienced":
        return None
    offered = exemption.offer(
        new_id(), declined.employee_id, declined.enrolment_id, offering.programme, at
    )
    if offered:
        OfferedTests(session).add(offered)
    return offered
