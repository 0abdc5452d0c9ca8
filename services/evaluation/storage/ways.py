"""Who had a seat, completed, was asked and answered, in one programme."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import Status
from services.evaluation.domain.funnel import PARTICIPANT, PRETEST, SUPERVISOR, Forms, People
from services.evaluation.storage.instants import aware
from services.evaluation.storage.tables import (
    EmployeeRow,
    EvaluationRow,
    OfferingRow,
    ScheduleRow,
    SeatRow,
    UnitRow,
)

_STILL_TO_COME = (Status.SCHEDULED, Status.CANCELLED)


class Ways:
    """How people went through a programme, counted by the database."""

    def __init__(self, session: Session, programme_id: str, zone: ZoneInfo):
        self._session = session
        self._programme_id = programme_id
        self._zone = zone
        self.years = self._years_of_offerings()

    def people(self) -> list[People]:
        """Whoever has a completion that stands, or else a seat that was not given up."""
        row, unit = ScheduleRow, func.coalesce(ScheduleRow.unit_id, EmployeeRow.unit_id)
        completed = (
            select(unit, row.offering_id, func.min(row.completed_at), func.count())
            .join(EmployeeRow, EmployeeRow.employee_id == row.employee_id, isouter=True)
            .where(row.programme_id == self._programme_id, row.cancelled_at.is_(None))
            .group_by(unit, row.offering_id)
        )
        return [
            People(unit_id=unit_id, year=self._year(offering, at), enrolled=n, completed=n)
            for unit_id, offering, at, n in self._session.execute(completed)
        ] + self._seated_only()

    def forms(self) -> list[Forms]:
        """What people could answer by now, and how many did."""
        row, unit = EvaluationRow, func.coalesce(ScheduleRow.unit_id, EmployeeRow.unit_id)
        own = row.respondent_id == ScheduleRow.employee_id
        sort = (unit, ScheduleRow.offering_id, row.level, own, row.is_pretest, row.status)
        counted = (
            select(*sort, func.min(ScheduleRow.completed_at), func.count())
            .join(ScheduleRow, ScheduleRow.enrolment_id == row.enrolment_id)
            .join(EmployeeRow, EmployeeRow.employee_id == ScheduleRow.employee_id, isouter=True)
            .where(
                ScheduleRow.programme_id == self._programme_id,
                row.respondent_id.is_not(None),
                row.status.not_in(_STILL_TO_COME),
            )
            .group_by(*sort)
        )
        return [
            Forms(
                unit_id=unit_id,
                year=self._year(offering, at),
                level=level,
                kind=PRETEST if pretest else PARTICIPANT if own else SUPERVISOR,
                asked=n,
                answered=n if status == Status.SUBMITTED else 0,
            )
            for unit_id, offering, level, own, pretest, status, at, n in self._session.execute(
                counted
            )
        ]

    def _seated_only(self) -> list[People]:
        row, unit = SeatRow, func.coalesce(SeatRow.unit_id, EmployeeRow.unit_id)
        stands = (ScheduleRow.enrolment_id == row.enrolment_id) & ScheduleRow.cancelled_at.is_(None)
        seated = (
            select(unit, row.offering_id, func.count())
            .join(OfferingRow, OfferingRow.offering_id == row.offering_id)
            .join(EmployeeRow, EmployeeRow.employee_id == row.employee_id, isouter=True)
            .join(ScheduleRow, stands, isouter=True)
            .where(
                OfferingRow.programme_id == self._programme_id,
                row.seated_at.is_not(None),
                row.ended_at.is_(None),
                ScheduleRow.enrolment_id.is_(None),
            )
            .group_by(unit, row.offering_id)
        )
        return [
            People(unit_id=unit_id, year=self.years[offering], enrolled=n, completed=0)
            for unit_id, offering, n in self._session.execute(seated)
        ]

    def _year(self, offering_id: str | None, completed_at: datetime) -> int:
        """Of the offering; where nothing was told of it, of the first completion."""
        known = self.years.get(offering_id or "")
        return known or aware(completed_at).astimezone(self._zone).year

    def _years_of_offerings(self) -> dict[str, int]:
        row = OfferingRow
        rows = self._session.execute(
            select(row.offering_id, row.starts_at).where(row.programme_id == self._programme_id)
        )
        return {one: aware(starts_at).astimezone(self._zone).year for one, starts_at in rows}


def title_of(session: Session, programme_id: str) -> str | None:
    """As people read it, from the newest that is known; None: nothing is."""
    offered = (
        select(OfferingRow.title)
        .where(OfferingRow.programme_id == programme_id)
        .order_by(OfferingRow.starts_at.desc())
    )
    completed = (
        select(ScheduleRow.title)
        .where(ScheduleRow.programme_id == programme_id)
        .order_by(ScheduleRow.completed_at.desc())
    )
    found: str | None = session.scalar(offered.limit(1)) or session.scalar(completed.limit(1))
    return found


def unit_names(session: Session) -> dict[str, str]:
    """By unit."""
    return dict(session.execute(select(UnitRow.unit_id, UnitRow.name)).all())


def place_of(session: Session, employee_id: str) -> tuple[str | None, str | None] | None:
    """(position, kind of unit) of somebody today; None: HR has not told of them."""
    row = session.execute(
        select(EmployeeRow.position, UnitRow.kind)
        .join(UnitRow, UnitRow.unit_id == EmployeeRow.unit_id, isouter=True)
        .where(EmployeeRow.employee_id == employee_id)
    ).first()
    return None if row is None else (row[0], row[1])


def places_of_learners(
    session: Session, programme_id: str, until: datetime
) -> list[tuple[str | None, str | None]]:
    """(position, kind of unit), once for every completion by then that stands."""
    row = ScheduleRow
    rows = session.execute(
        select(EmployeeRow.position, UnitRow.kind)
        .select_from(row)
        .join(EmployeeRow, EmployeeRow.employee_id == row.employee_id)
        .join(UnitRow, UnitRow.unit_id == EmployeeRow.unit_id, isouter=True)
        .where(row.programme_id == programme_id, row.cancelled_at.is_(None))
        .where(row.completed_at < until)
    )
    return [(position, kind) for position, kind in rows]
