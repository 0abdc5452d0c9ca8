"""How people stand in a year: earned, booked, and waiting to be confirmed. No row is written."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import Status
from services.enrolment.domain.external_learning import LearningStatus
from services.enrolment.domain.hours import HoursBalance
from services.enrolment.domain.people import Employee
from services.enrolment.storage.hours_targets import HoursTargets
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.tables.catalogue import ProgrammeVersionRow
from services.enrolment.storage.tables.offerings import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.records import ExternalLearningRow, HoursEntryRow
from shared.bulk import write_rows

_AT_ONCE = 1000


class HoursBalances:
    """Balances of many people with a few queries."""

    def __init__(self, session: Session):
        self._session = session
        self._targets = HoursTargets(session)

    def of(self, employees: Iterable[Employee], year: int) -> dict[str, HoursBalance]:
        """How these employees stand in a year, by employee."""
        write_rows(self._session)
        people = list(employees)
        balances: dict[str, HoursBalance] = {}
        for start in range(0, len(people), _AT_ONCE):
            balances |= self._of(people[start : start + _AT_ONCE], year)
        return balances

    def _of(self, people: Sequence[Employee], year: int) -> dict[str, HoursBalance]:
        names = [one.employee_id for one in people]
        earned = self._sums(_earned(names, year))
        booked = self._sums(_booked(names, *self._bounds(year)))
        unconfirmed = self._sums(_unconfirmed(names, year))
        return {
            one.employee_id: HoursBalance(
                year=year,
                earned=earned.get(one.employee_id, 0.0),
                booked=booked.get(one.employee_id, 0.0),
                unconfirmed=unconfirmed.get(one.employee_id, 0.0),
                target=self._targets.in_force(one.employment, year),
            )
            for one in people
        }

    def _sums(self, statement: Any) -> dict[str, float]:
        return {name: round(float(hours), 2) for name, hours in self._session.execute(statement)}

    def _bounds(self, year: int) -> tuple[datetime, datetime]:
        zone = calendar_of(self._session).zone
        first, next_first = date(year, 1, 1), date(min(year + 1, 9999), 1, 1)
        return (
            datetime.combine(first, time(), zone),
            datetime.combine(next_first, time(), zone),
        )


def _earned(names: Sequence[str], year: int) -> Any:
    return (
        select(HoursEntryRow.employee_id, func.sum(HoursEntryRow.hours))
        .where(HoursEntryRow.employee_id.in_(names), HoursEntryRow.year == year)
        .group_by(HoursEntryRow.employee_id)
    )


def _booked(names: Sequence[str], first: datetime, until: datetime) -> Any:
    """Seats in offerings that end in the year; the hours as they were announced."""
    return (
        select(EnrolmentRow.employee_id, func.sum(ProgrammeVersionRow.learning_hours))
        .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
        .join(
            ProgrammeVersionRow,
            (ProgrammeVersionRow.programme_id == OfferingRow.programme_id)
            & (ProgrammeVersionRow.version == OfferingRow.programme_version),
        )
        .where(
            EnrolmentRow.employee_id.in_(names),
            EnrolmentRow.status == Status.ENROLLED,
            OfferingRow.ends_at >= first,
            OfferingRow.ends_at < until,
        )
        .group_by(EnrolmentRow.employee_id)
    )


def _unconfirmed(names: Sequence[str], year: int) -> Any:
    return (
        select(ExternalLearningRow.employee_id, func.sum(ExternalLearningRow.learning_hours))
        .where(
            ExternalLearningRow.employee_id.in_(names),
            ExternalLearningRow.status == LearningStatus.RECORDED,
            ExternalLearningRow.ends_on >= date(year, 1, 1),
            ExternalLearningRow.ends_on <= date(year, 12, 31),
        )
        .group_by(ExternalLearningRow.employee_id)
    )
