"""Use cases of what HR tells: people and units now, people later, leave, ratings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import enrolling, studying
from services.enrolment.domain.nip import nip_has_the_form_of_its_employment
from services.enrolment.domain.roster import (
    EmployeeChange,
    answers_to_somebody_else,
    has_left,
    is_led_by_somebody_else,
    may_no_longer_approve,
    needs_more_on_duty,
    takes_from_a_counter,
)
from services.enrolment.storage.absences import Absences
from services.enrolment.storage.coverage_questions import CoverageQuestions
from services.enrolment.storage.leavers import lock_what_they_give_up
from services.enrolment.storage.open_requests import learners_asking_in, learners_waiting_for
from services.enrolment.storage.roster import Roster, employees_told_of
from services.enrolment.storage.roster_ahead import coming_changes
from shared.coming_changes import lies_ahead
from shared.events.hr import EmployeeChanged, LeaveChanged, UnitChanged
from shared.working_calendar import WorkingCalendar

LEFT = "left the service"
"""The reason of what is withdrawn from somebody who is no longer in service."""


def people_told_of(session: Session, told: Sequence[EmployeeChanged]) -> list[Any]:
    """Lock whom a batch of messages speaks of, and everything that the leavers among them give up.

    All of it before the first message counts: what a later one needs must not be waited for
    while an earlier one holds what others need.
    """
    rows = employees_told_of(session, told)
    leavers = {one.employee_id for one in told if not one.active}
    if serving := [row.employee_id for row in rows if row.active and row.employee_id in leavers]:
        rows += lock_what_they_give_up(session, serving)
    return rows


def learn_employee(session: Session, told: EmployeeChanged, now: datetime) -> None:
    """Keep an employee as HR describes them, now or on the day that HR names.

    Raises Conflict where the NIP has not the form of the employment.
    """
    if told.nip:
        nip_has_the_form_of_its_employment(told.nip, told.employment)
    if lies_ahead(told, now, _calendar(session).zone):
        _announce(session, told)
    elif change := Roster(session).learn_employee(told):
        _look_again(session, change, now)


def apply_next_change_due(session: Session, now: datetime) -> bool:
    """Let one change dated ahead take effect; False where none is due."""
    zone = _calendar(session).zone
    due = coming_changes(session).take_due(now, zone)
    if due is None:
        return False
    roster = Roster(session)
    facts, newest = roster.facts_known(due.employee_id) or (None, None)
    change = roster.learn_facts(
        due.employee_id, due.on_its_day(facts), due.counts_from(newest, zone)
    )
    if change:
        _look_again(session, change, now)
    return True


def learn_unit(session: Session, told: UnitChanged, now: datetime) -> None:
    """Keep a unit; who asked for a seat there may need another approver."""
    change = Roster(session).learn_unit(told)
    if change and needs_more_on_duty(change):
        CoverageQuestions(session).ask(told.unit_id, "the minimum was raised")
    if change and is_led_by_somebody_else(change):
        _resolve(session, learners_asking_in(session, told.unit_id), now)


def learn_leave(session: Session, told: LeaveChanged) -> None:
    """Keep who is away, also of employees who are not known yet."""
    Absences(session).learn(
        absence_id=told.leave_id,
        employee_id=told.employee_id,
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        kind="leave",
        cancelled=told.status == "cancelled",
        changed_at=told.changed_at,
    )


def _announce(session: Session, told: EmployeeChanged) -> None:
    roster = Roster(session)
    facts, _ = roster.facts_known(told.employee_id) or (None, None)
    coming_changes(session).keep(told, roster.facts_of(told), facts)


def _look_again(session: Session, change: EmployeeChange, now: datetime) -> None:
    """What a transfer or a leaver means for requests and seats."""
    employee_id = change.after.employee_id
    affected: set[str] = set()
    if unit_id := takes_from_a_counter(change):
        because = "somebody left" if has_left(change) else "somebody was transferred"
        CoverageQuestions(session).ask(unit_id, because)
    if has_left(change):
        session.flush()
        studying.end_of_a_leaver(session, employee_id, LEFT, now)
        enrolling.withdraw_from_what_has_not_begun(session, employee_id, LEFT, now)
    elif answers_to_somebody_else(change):
        affected.add(employee_id)
    if may_no_longer_approve(change):
        affected |= learners_waiting_for(session, employee_id)
    _resolve(session, affected, now)


def _resolve(session: Session, employee_ids: set[str], now: datetime) -> None:
    if employee_ids:
        session.flush()
        enrolling.resolve_approvers_again(session, sorted(employee_ids), now)


def _calendar(session: Session) -> WorkingCalendar:
    calendar: WorkingCalendar = session.info["calendar"]
    return calendar
