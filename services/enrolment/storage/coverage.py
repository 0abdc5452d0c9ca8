"""Who of a unit is away on which day: trainings, leave and study, put together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.enrolment.domain.coverage import (
    Away,
    Minimum,
    Roll,
    Shortage,
    minima_of,
    working_days_of,
)
from services.enrolment.domain.enrolment import Status
from services.enrolment.storage.absences import Absences
from services.enrolment.storage.offerings import meetings_of
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.tables import (
    EmployeeRow,
    EnrolmentRow,
    OfferingRow,
    UnitRow,
)
from services.enrolment.storage.tables.coverage import CoverageWarningRow
from services.enrolment.storage.turns import take_turns
from shared.bulk import insert_rows, write_rows
from shared.errors import NotFound

_SEATED = (Status.ENROLLED, Status.COMPLETED, Status.NOT_COMPLETED)
_LONGEST_ROAD = timedelta(days=31)
_ALL = ""


@dataclass(frozen=True, kw_only=True)
class CoverageWarning:
    """position: None for the unit in all."""

    unit_id: str
    day: date
    position: str | None
    on_duty: int
    min_on_duty: int
    because: str
    noticed_at: datetime


class Coverage:
    """The rolls of units; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session
        self._calendar = calendar_of(session)

    def lock(self, unit_ids: Iterable[str]) -> set[str]:
        """Lock those of these units that have a minimum, by id; nobody else sends people away."""
        asked = self.with_minima(unit_ids)
        take_turns(self._session, "unit", asked)
        return asked

    def with_minima(self, unit_ids: Iterable[str]) -> set[str]:
        """Those of these units that need somebody each day."""
        return {one for one, row in self._units(unit_ids).items() if _minima(row)}

    def last_training(self, unit_id: str, today: date) -> date | None:
        """The last day ahead on which people of a unit are in a training or on its road."""
        midnight = time(tzinfo=self._calendar.zone)
        ends_at = self._session.scalar(
            select(func.max(OfferingRow.ends_at))
            .join(EnrolmentRow, EnrolmentRow.offering_id == OfferingRow.offering_id)
            .join(EmployeeRow, EmployeeRow.employee_id == EnrolmentRow.employee_id)
            .where(
                EmployeeRow.unit_id == unit_id,
                EnrolmentRow.status.in_(_SEATED),
                OfferingRow.ends_at >= datetime.combine(today, midnight) - _LONGEST_ROAD,
            )
        )
        return self._calendar.day_of(ends_at) + _LONGEST_ROAD if ends_at else None

    def roll(self, unit_id: str, first: date, last: date) -> Roll:
        """Who of a unit is there from a day to a day, inclusive. Raises NotFound."""
        row = self._units([unit_id]).get(unit_id)
        if row is None:
            raise NotFound("unit", unit_id)
        people = self._session.execute(
            select(EmployeeRow.employee_id, EmployeeRow.position).where(
                EmployeeRow.unit_id == unit_id, EmployeeRow.active.is_(True)
            )
        )
        positions = {one.employee_id: one.position for one in people}
        roll = Roll(unit_id=unit_id, name=row.name, minima=_minima(row), positions=positions)
        self._add_absences(roll, first, last)
        self._add_trainings(roll, first, last)
        return roll

    def _add_absences(self, roll: Roll, first: date, last: date) -> None:
        for one in Absences(self._session).between(roll.positions, first, last):
            begin, end = max(one.starts_on, first), min(one.ends_on, last)
            days = (begin + timedelta(days=number) for number in range((end - begin).days + 1))
            away = Away(employee_id=one.employee_id, kind=one.kind, about=one.absence_id)
            roll.send(away, (day for day in days if self._calendar.is_working_day(day)))

    def _add_trainings(self, roll: Roll, first: date, last: date) -> None:
        write_rows(self._session)
        midnight = time(tzinfo=self._calendar.zone)
        rows = self._session.execute(
            select(
                EnrolmentRow.employee_id,
                OfferingRow.offering_id,
                OfferingRow.meetings,
                OfferingRow.travel_days_before,
                OfferingRow.travel_days_after,
            )
            .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
            .join(EmployeeRow, EmployeeRow.employee_id == EnrolmentRow.employee_id)
            .where(
                EmployeeRow.unit_id == roll.unit_id,
                EnrolmentRow.status.in_(_SEATED),
                OfferingRow.ends_at >= datetime.combine(first, midnight) - _LONGEST_ROAD,
                OfferingRow.starts_at < datetime.combine(last, midnight) + _LONGEST_ROAD,
            )
            .order_by(EnrolmentRow.enrolment_id)
        )
        for row in rows:
            days = working_days_of(
                meetings_of(row.meetings),
                (row.travel_days_before, row.travel_days_after),
                self._calendar,
                first=first,
                last=last,
            )
            away = Away(employee_id=row.employee_id, kind="training", about=row.offering_id)
            roll.send(away, days)

    def _units(self, unit_ids: Iterable[str]) -> Mapping[str, UnitRow]:
        rows = self._session.scalars(
            select(UnitRow).where(UnitRow.unit_id.in_(sorted(set(unit_ids)))),
            execution_options={"populate_existing": True},
        )
        return {row.unit_id: row for row in rows}


class CoverageWarnings:
    """Gaps that came up after the trainings were booked; each noticed once."""

    def __init__(self, session: Session):
        self._session = session

    def add(
        self, unit_id: str, short: Collection[Shortage], because: str, at: datetime
    ) -> list[Shortage]:
        """Keep what is not known yet, and return it."""
        rows = [
            {
                "unit_id": unit_id,
                "day": one.day,
                "position": one.minimum.position or _ALL,
                "on_duty": one.on_duty,
                "min_on_duty": one.minimum.persons,
                "because": because,
                "noticed_at": at,
            }
            for one in short
        ]
        wanted = ["day", "position"]
        kept = insert_rows(
            self._session, CoverageWarningRow, rows, if_absent=True, returning=wanted
        )
        new = {(row.day, row.position) for row in kept}
        return [one for one in short if (one.day, one.minimum.position or _ALL) in new]

    def of(self, unit_id: str, first: date, last: date) -> list[CoverageWarning]:
        """Of a unit, from a day to a day, inclusive."""
        rows = self._session.scalars(
            select(CoverageWarningRow)
            .where(CoverageWarningRow.unit_id == unit_id)
            .where(CoverageWarningRow.day.between(first, last))
            .order_by(CoverageWarningRow.day, CoverageWarningRow.position)
        )
        return [
            CoverageWarning(
                unit_id=row.unit_id,
                day=row.day,
                position=row.position or None,
                on_duty=row.on_duty,
                min_on_duty=row.min_on_duty,
                because=row.because,
                noticed_at=row.noticed_at,
            )
            for row in rows
        ]


def _minima(row: UnitRow) -> list[Minimum]:
    return minima_of(row.min_on_duty, row.min_on_duty_by_position)
