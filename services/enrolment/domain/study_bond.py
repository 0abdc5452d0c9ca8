"""The service bond after a study: days of service owed, in a ledger that is only appended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.enrolment.domain.study import Study
from services.enrolment.domain.study_numbers import Numbers
from shared.errors import Conflict

COUNTED_EVERY = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class BondEntry:
    """days   owed (above 0), or served or released (below 0)"""

    study_id: str
    days: int
    kind: str
    entered_on: date
    reason: str | None = None
    entered_by: str | None = None


def days_owed(study: Study, returned_on: date, numbers: Numbers) -> int:
    """So many days for each day away, by who paid; begun days count."""
    if study.started_on is None:
        return 0
    away = (returned_on - study.started_on).days
    return -(-away * numbers[f"study_bond_percent_{study.funding}"] // 100)


def balance(entries: Iterable[BondEntry]) -> int:
    """Days of service still owed."""
    return sum(entry.days for entry in entries)


def served(study_id: str, owed: int, counted_until: date, today: date) -> BondEntry | None:
    """What was served since it was last counted; None: nothing."""
    days = min(owed, (today - counted_until).days)
    if days <= 0:
        return None
    return BondEntry(study_id=study_id, days=-days, kind="served", entered_on=today)


def counted_next(owed: int, today: date) -> date:
    """When to count again: in a month, or on the day on which nothing is owed any more."""
    return min(today + COUNTED_EVERY, today + timedelta(days=owed))


def no_more_is_released_than_is_owed(days: int, owed: int) -> None:
    if days > owed:
        raise Conflict(f"{owed} days of service are owed: {days} cannot be released")
