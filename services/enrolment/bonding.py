"""Use cases of the service bond: owed from the return on, counted month by month."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain.study import Study, about, an_officer_decides
from services.enrolment.domain.study_bond import (
    BondEntry,
    balance,
    counted_next,
    no_more_is_released_than_is_owed,
    served,
)
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.studies import Bonds, Studies
from shared.events.study import StudyBondEnded


def begin(session: Session, studies: Studies, returned: Study, owed: int, at: datetime) -> None:
    """Owe days of service from the first day on duty."""
    assert returned.returned_on is not None
    if owed:
        today = calendar_of(session).day_of(at)
        entry = BondEntry(study_id=returned.study_id, days=owed, kind="owed", entered_on=today)
        Bonds(session).append(entry, at)
        studies.count_bond(returned.study_id, returned.returned_on, returned.returned_on)


def count_next(session: Session, at: datetime) -> bool:
    """Count what was served of one bond; False where none is to be counted."""
    studies = Studies(session)
    bound = studies.claim_bond_due(calendar_of(session).day_of(at))
    if bound is None:
        return False
    _count(session, studies, bound, at)
    return True


def release(
    session: Session, study_id: str, days: int, reason: str, released_by: str, at: datetime
) -> None:
    """Let go of some days, or all. Raises NotFound, Forbidden, Conflict."""
    studies, bonds = Studies(session), Bonds(session)
    bound = studies.lock(study_id)
    an_officer_decides(Roster(session).find([released_by]).get(released_by), bound)
    owed = _count(session, studies, bound, at)
    no_more_is_released_than_is_owed(days, owed)
    today = calendar_of(session).day_of(at)
    entry = BondEntry(
        study_id=study_id,
        days=-days,
        kind="released",
        entered_on=today,
        reason=reason,
        entered_by=released_by,
    )
    bonds.append(entry, at)
    if owed == days:
        _end(studies, bound, "released", 0, at)
        studies.count_bond(study_id, today, None)
    else:
        studies.count_bond(study_id, today, counted_next(owed - days, today))


def break_off(session: Session, studies: Studies, bound: Study, at: datetime) -> None:
    """The learner left the service; what is open stays in the ledger for the office."""
    if owed := _count(session, studies, bound, at):
        studies.count_bond(bound.study_id, calendar_of(session).day_of(at), None)
        _end(studies, bound, "broken", owed, at)


def _count(session: Session, studies: Studies, bound: Study, at: datetime) -> int:
    """Enter what was served until today; returns the days still owed."""
    bonds = Bonds(session)
    owed = balance(bonds.of(bound.study_id))
    counted_until = studies.bond_counted_until(bound.study_id)
    if not owed or counted_until is None:
        return owed
    today = calendar_of(session).day_of(at)
    if entry := served(bound.study_id, owed, counted_until, today):
        bonds.append(entry, at)
        owed += entry.days
    studies.count_bond(bound.study_id, today, counted_next(owed, today) if owed else None)
    if not owed:
        _end(studies, bound, "served", 0, at)
    return owed


def _end(studies: Studies, bound: Study, outcome: str, days_open: int, at: datetime) -> None:
    told = StudyBondEnded(**about(bound, at), outcome=outcome, days_open=days_open)  # type: ignore[arg-type]
    studies.save(bound, [told])
