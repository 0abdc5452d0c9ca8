"""Deliveries and seats, as enrolment tells of them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.evaluation.domain.treatment import Offering, Seat, Staff, fixes_at, staff_of
from services.evaluation.storage.tables import EmployeeRow, OfferingRow, ScheduleRow, SeatRow
from shared.bulk import write_rows
from shared.database import insert_or_update
from shared.events.enrolment import OfferingCancelled, OfferingChanged, OfferingScheduled

Told = OfferingScheduled | OfferingChanged | OfferingCancelled


def first_meeting_of(session: Session, offering_id: str) -> datetime | None:
    """When an offering begins, as far as is known; what a session has read is not read again."""
    row = session.get(OfferingRow, offering_id)
    return row.starts_at if row else None


class Offerings:
    """Deliveries; the staff of a unit counts as it is when the clock starts."""

    def __init__(self, session: Session):
        self._session = session

    def learn(self, told: Told, now: datetime) -> None:
        """Keep an offering as enrolment describes it.

        One that moves to a later day has not begun after all: it is counted anew.
        """
        known = self._session.get(OfferingRow, told.offering_id, with_for_update=True)
        facts = _facts(told, known, now)
        new = {"offering_id": told.offering_id, "competencies": []}
        statement = insert_or_update(self._session, OfferingRow.__table__).values(new | facts)
        self._session.execute(
            statement.on_conflict_do_update(index_elements=["offering_id"], set_=facts)
        )
        if known is not None:
            self._session.refresh(known)

    def of_programme(self, programme_id: str) -> list[Offering]:
        """Those that were not cancelled, the earliest first."""
        rows = self._session.scalars(
            select(OfferingRow)
            .where(OfferingRow.programme_id == programme_id, OfferingRow.cancelled_at.is_(None))
            .order_by(OfferingRow.starts_at, OfferingRow.offering_id)
        )
        return [_offering(row) for row in rows]

    def ahead(self, now: datetime) -> list[Offering]:
        """Those that have not begun and were not cancelled, the earliest first."""
        rows = self._session.scalars(
            select(OfferingRow)
            .where(OfferingRow.next_at > now, OfferingRow.starts_at > now)
            .order_by(OfferingRow.starts_at, OfferingRow.offering_id)
        )
        return [_offering(row) for row in rows]

    def of_enrolment(self, enrolment_id: str) -> Offering | None:
        """The delivery of a seat; None where the seat or its delivery is not known."""
        row = self._session.scalar(
            select(OfferingRow)
            .join(SeatRow, SeatRow.offering_id == OfferingRow.offering_id)
            .where(SeatRow.enrolment_id == enrolment_id)
        )
        return _offering(row) if row else None

    def fix_next_due(self, now: datetime) -> bool:
        """Count the staff of one offering whose clock has started; False where there is none."""
        row = self._session.scalar(
            select(OfferingRow)
            .where(OfferingRow.next_at <= now)
            .order_by(OfferingRow.next_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return False
        self._fix(row)
        return True

    def fix(self, offering_ids: Iterable[str]) -> None:
        """Count now what is not counted yet: a verdict rests on it."""
        rows = self._session.scalars(
            select(OfferingRow)
            .where(OfferingRow.offering_id.in_(list(offering_ids)), OfferingRow.eligible.is_(None))
            .order_by(OfferingRow.offering_id)
            .with_for_update()
        ).all()
        for row in rows:
            self._fix(row)

    def staff(self, offering: Offering) -> dict[str, Staff]:
        """The units with seats in an offering: as it was fixed, else as the roster stands."""
        fixed = offering.eligible is not None
        eligible = offering.eligible or {} if fixed else self._active_by_unit()
        seats = self._seats(offering.offering_id, fixed) + self._untold_seats(offering)
        return staff_of(offering, seats, eligible)

    def _fix(self, row: OfferingRow) -> None:
        write_rows(self._session)
        row.eligible, row.next_at = dict(self._active_by_unit()), None
        self._session.execute(
            update(SeatRow)
            .where(SeatRow.offering_id == row.offering_id)
            .values(
                unit_id=select(EmployeeRow.unit_id)
                .where(EmployeeRow.employee_id == SeatRow.employee_id, EmployeeRow.active)
                .scalar_subquery()
            )
        )

    def _active_by_unit(self) -> Mapping[str, int]:
        rows = self._session.execute(
            select(EmployeeRow.unit_id, func.count())
            .where(EmployeeRow.active)
            .group_by(EmployeeRow.unit_id)
        )
        return dict(rows.all())

    def _seats(self, offering_id: str, fixed: bool) -> list[Seat]:
        unit_id = SeatRow.unit_id if fixed else EmployeeRow.unit_id
        rows = self._session.execute(
            select(
                SeatRow.employee_id,
                unit_id,
                SeatRow.seated_at,
                SeatRow.ended_at,
                ScheduleRow.enrolment_id.is_not(None) & ScheduleRow.cancelled_at.is_(None),
            )
            .join(
                EmployeeRow,
                (EmployeeRow.employee_id == SeatRow.employee_id) & EmployeeRow.active,
                isouter=True,
            )
            .join(ScheduleRow, ScheduleRow.enrolment_id == SeatRow.enrolment_id, isouter=True)
            .where(SeatRow.offering_id == offering_id)
        )
        return [
            Seat(
                employee_id=employee_id,
                unit_id=unit,
                seated_at=seated_at,
                ended_at=ended_at,
                completed=bool(completed),
            )
            for employee_id, unit, seated_at, ended_at, completed in rows
        ]

    def _untold_seats(self, offering: Offering) -> list[Seat]:
        """Of those who completed although nobody told of their seat: they must have had one."""
        rows = self._session.execute(
            select(ScheduleRow.employee_id, ScheduleRow.unit_id)
            .join(SeatRow, SeatRow.enrolment_id == ScheduleRow.enrolment_id, isouter=True)
            .where(
                ScheduleRow.programme_id == offering.programme_id,
                ScheduleRow.offering_id == offering.offering_id,
                ScheduleRow.cancelled_at.is_(None),
                SeatRow.enrolment_id.is_(None),
            )
        )
        return [
            Seat(
                employee_id=employee_id,
                unit_id=unit_id,
                seated_at=offering.starts_at,
                ended_at=None,
                completed=True,
            )
            for employee_id, unit_id in rows
        ]


def _facts(told: Told, known: OfferingRow | None, now: datetime) -> dict[str, Any]:
    """The columns that an event changes."""
    recorded_at = known.recorded_at if known else now
    starts_at = told.starts_at.astimezone(UTC)
    facts: dict[str, Any] = {
        "programme_id": told.programme_id,
        "title": told.title,
        "starts_at": starts_at,
        "ends_at": told.ends_at.astimezone(UTC),
        "recorded_at": recorded_at,
        "cancelled_at": None,
        "next_at": fixes_at(starts_at, recorded_at),
    }
    if isinstance(told, OfferingScheduled):
        facts["competencies"] = list(told.competencies)
    if isinstance(told, OfferingCancelled):
        facts |= {"cancelled_at": now, "next_at": None}
    elif known is not None and known.eligible is not None:
        begins_anew = starts_at > now
        facts["next_at"] = starts_at if begins_anew else None
        facts["eligible"] = None if begins_anew else known.eligible
    return facts


def _offering(row: OfferingRow) -> Offering:
    return Offering(
        offering_id=row.offering_id,
        programme_id=row.programme_id,
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        competencies=tuple(row.competencies),
        recorded_at=row.recorded_at,
        cancelled_at=row.cancelled_at,
        eligible=row.eligible,
        next_at=row.next_at,
    )
