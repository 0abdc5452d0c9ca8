"""Who had a seat, completed, was asked and answered, in one programme."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import Status
from services.evaluation.domain.funnel import PARTICIPANT, PRETEST, SUPERVISOR, Asked, Way
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


def ways_through(session: Session, programme_id: str, zone: ZoneInfo) -> list[Way]:
    """Everybody with a seat that was not given up, or with a completion that stands."""
    ways: dict[str, Way] = {}
    seats = (
        select(SeatRow.enrolment_id, SeatRow.unit_id, EmployeeRow.unit_id, OfferingRow.starts_at)
        .join(OfferingRow, OfferingRow.offering_id == SeatRow.offering_id)
        .join(EmployeeRow, EmployeeRow.employee_id == SeatRow.employee_id, isouter=True)
        .where(
            OfferingRow.programme_id == programme_id,
            SeatRow.seated_at.is_not(None),
            SeatRow.ended_at.is_(None),
        )
    )
    for enrolment_id, then, now, starts_at in session.execute(seats):
        ways[enrolment_id] = Way(
            enrolment_id=enrolment_id,
            unit_id=then or now,
            year=aware(starts_at).astimezone(zone).year,
            completed=False,
        )
    row = ScheduleRow
    done = select(row.enrolment_id, row.unit_id, row.completed_at).where(
        row.programme_id == programme_id, row.cancelled_at.is_(None)
    )
    for enrolment_id, unit_id, completed_at in session.execute(done):
        seat = ways.get(enrolment_id)
        ways[enrolment_id] = Way(
            enrolment_id=enrolment_id,
            unit_id=unit_id or (seat.unit_id if seat else None),
            year=seat.year if seat else aware(completed_at).astimezone(zone).year,
            completed=True,
        )
    return list(ways.values())


def asked_in(session: Session, programme_id: str) -> list[Asked]:
    """What people could answer by now, and whether they did."""
    row = EvaluationRow
    rows = session.execute(
        select(
            row.enrolment_id,
            row.level,
            row.respondent_id == ScheduleRow.employee_id,
            row.is_pretest,
            row.status,
        )
        .join(ScheduleRow, ScheduleRow.enrolment_id == row.enrolment_id)
        .where(
            ScheduleRow.programme_id == programme_id,
            row.respondent_id.is_not(None),
            row.status.not_in(_STILL_TO_COME),
        )
    )
    return [
        Asked(
            enrolment_id=enrolment_id,
            level=level,
            kind=PRETEST if pretest else PARTICIPANT if own else SUPERVISOR,
            answered=status == Status.SUBMITTED,
        )
        for enrolment_id, level, own, pretest, status in rows
    ]


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


def years_of_offerings(session: Session, programme_id: str, zone: ZoneInfo) -> dict[str, int]:
    """The year in which each offering of a programme begins."""
    row = OfferingRow
    rows = session.execute(
        select(row.offering_id, row.starts_at).where(row.programme_id == programme_id)
    )
    return {offering_id: aware(starts_at).astimezone(zone).year for offering_id, starts_at in rows}


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
