"""Who decides on a request, and for how long: nobody who is away freezes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.enrolment.domain.enrolment import Enrolment, Outcome, about, expire
from services.enrolment.domain.people import Employee
from shared.errors import Conflict, Forbidden
from shared.events.enrolment import EnrolmentRequested
from shared.working_calendar import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """Somebody decides in the place of another (Plh, Plt), from a day until a day, inclusive."""

    employee_id: str
    delegate_id: str
    from_day: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody above the learner. delegates: who stand in today; away: on leave or study."""

    employee_id: str
    delegates: tuple[str, ...] = ()
    away: bool = False


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a request waits, in working days: for the first decider, then for the next."""

    escalate_after: int
    expire_after: int


def approver_among(chain: Sequence[Candidate]) -> str | None:
    """The supervisor, their delegate while absent, then the next one up.

    chain   the supervisor first, then whoever stands above
    Where everybody is away the supervisor stays; None where there is nobody: any officer.
    """
    for one in chain:
        if one.delegates:
            return one.delegates[0]
        if not one.away:
            return one.employee_id
    return chain[0].employee_id if chain else None


def those_above(chain: Sequence[Candidate], approver_id: str | None) -> Sequence[Candidate]:
    """The part of a chain above a decider, or above whoever that decider stands in for."""
    for place, one in enumerate(chain):
        if approver_id == one.employee_id or approver_id in one.delegates:
            return chain[place + 1 :]
    return chain


def may_decide(enrolment: Enrolment, decider: Employee | None, allowed: Collection[str]) -> None:
    """The approver, a delegate, the next one up or an officer; nobody on their own request.

    allowed   the approver, their delegates today, and the next one up
    """
    if decider is not None and decider.employee_id != enrolment.employee_id:
        if decider.active and decider.employee_id in allowed:
            return
        if decider.is_officer:
            return
    who = enrolment.approver_id or "a training officer"
    raise Forbidden(
        f"only the approver ({who}), a delegate, the next one up or a training officer may "
        "decide, and nobody on their own request"
    )


def only_an_officer_overrides(decider: Employee | None) -> None:
    if decider is None or not decider.is_officer:
        raise Forbidden("only a training officer may override a rule: leave out override_reason")


def delegation_makes_sense(delegation: Delegation) -> None:
    if delegation.delegate_id == delegation.employee_id:
        raise Conflict(f"{delegation.employee_id} cannot stand in for themselves")
    if delegation.until < delegation.from_day:
        raise Conflict(f"the delegation would end ({delegation.until}) before it begins")


def ask(
    enrolment: Enrolment, calendar: WorkingCalendar, patience: Patience, at: datetime
) -> Enrolment:
    """Begin to wait for the decision."""
    return replace(enrolment, next_at=calendar.working_days_after(at, patience.escalate_after))


def ask_another(
    enrolment: Enrolment,
    approver_id: str | None,
    calendar: WorkingCalendar,
    patience: Patience,
    at: datetime,
) -> Outcome:
    """The same request, put to somebody else: who hears of it, and has the same time."""
    days = patience.expire_after if enrolment.escalated_at else patience.escalate_after
    asked = replace(
        enrolment, approver_id=approver_id, next_at=calendar.working_days_after(at, days)
    )
    return asked, [EnrolmentRequested(**about(asked, at), approver_id=approver_id)]


def grow_impatient(
    enrolment: Enrolment,
    next_up: str | None,
    calendar: WorkingCalendar,
    patience: Patience,
    at: datetime,
) -> Outcome:
    """A request whose time is over goes to the next one up, and finally expires."""
    if enrolment.escalated_at:
        days = patience.escalate_after + patience.expire_after
        return expire(enrolment, reason=f"nobody decided within {days} working days", at=at)
    escalated = replace(enrolment, escalated_at=at)
    if next_up != enrolment.approver_id:
        return ask_another(escalated, next_up, calendar, patience, at)
    return replace(escalated, next_at=calendar.working_days_after(at, patience.expire_after)), []
