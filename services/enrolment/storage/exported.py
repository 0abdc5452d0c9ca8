"""What can be exported: one query for each kind of table, read some hundreds of rows at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.enrolment.storage.tables.catalogue import ProgrammeRow
from services.enrolment.storage.tables.offerings import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.records import HoursEntryRow
from services.enrolment.storage.tables.roster import EmployeeRow
from services.enrolment.storage.tables.study import StudyRow

Columns = Sequence[InstrumentedAttribute[Any]]


@dataclass(frozen=True)
class Year:
    """A calendar year in the office's zone."""

    number: int
    zone: ZoneInfo

    @property
    def begins_at(self) -> datetime:
        return datetime(self.number, 1, 1, tzinfo=self.zone).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        return Year(self.number + 1, self.zone).begins_at


_ROSTER: Columns = (
    EmployeeRow.employee_id,
    EmployeeRow.name,
    EmployeeRow.unit_id,
    EmployeeRow.position,
    EmployeeRow.supervisor_id,
    EmployeeRow.employment,
    EmployeeRow.grade,
    EmployeeRow.appointed_on,
    EmployeeRow.active,
    EmployeeRow.roles,
)
_PROGRAMMES: Columns = (
    ProgrammeRow.programme_id,
    ProgrammeRow.version,
    ProgrammeRow.title,
    ProgrammeRow.kind,
    ProgrammeRow.delivery_mode,
    ProgrammeRow.degree_level,
    ProgrammeRow.learning_hours,
    ProgrammeRow.competencies,
    ProgrammeRow.provider,
    ProgrammeRow.cost_per_participant,
    ProgrammeRow.cost_per_offering,
    ProgrammeRow.travel_cost_per_day,
)
_STUDIES: Columns = (
    StudyRow.study_id,
    StudyRow.employee_id,
    StudyRow.title,
    StudyRow.status,
    StudyRow.funding,
    StudyRow.sponsor,
    StudyRow.decree_number,
    StudyRow.decreed_on,
    StudyRow.started_on,
    StudyRow.ends_on,
    StudyRow.returned_on,
)


def _enrolments() -> Any:
    return (
        select(
            EnrolmentRow.enrolment_id,
            EnrolmentRow.employee_id,
            EmployeeRow.name,
            EmployeeRow.unit_id,
            EnrolmentRow.offering_id,
            EnrolmentRow.title,
            OfferingRow.starts_at,
            OfferingRow.ends_at,
            EnrolmentRow.status,
            EnrolmentRow.reason,
            EnrolmentRow.completed_at,
            EnrolmentRow.score,
        )
        .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
        .outerjoin(EmployeeRow, EmployeeRow.employee_id == EnrolmentRow.employee_id)
        .order_by(EnrolmentRow.enrolment_id)
    )


def _hours() -> Any:
    return (
        select(
            HoursEntryRow.year,
            HoursEntryRow.employee_id,
            EmployeeRow.name,
            EmployeeRow.unit_id,
            EmployeeRow.employment,
            func.sum(HoursEntryRow.hours).label("hours"),
        )
        .outerjoin(EmployeeRow, EmployeeRow.employee_id == HoursEntryRow.employee_id)
        .group_by(
            HoursEntryRow.year,
            HoursEntryRow.employee_id,
            EmployeeRow.name,
            EmployeeRow.unit_id,
            EmployeeRow.employment,
        )
        .order_by(HoursEntryRow.year, HoursEntryRow.employee_id)
    )


TABLES: dict[str, Any] = {
    "roster": select(*_ROSTER).order_by(EmployeeRow.employee_id),
    "programmes": select(*_PROGRAMMES).order_by(ProgrammeRow.programme_id),
    "enrolments": _enrolments(),
    "hours": _hours(),
    "studies": select(*_STUDIES).order_by(StudyRow.study_id),
}
"""By name. None holds a NIP, a mail address or a telephone number."""


OF_A_YEAR: dict[str, Callable[[Year], ColumnElement[bool]]] = {
    "enrolments": lambda year: and_(
        OfferingRow.starts_at >= year.begins_at, OfferingRow.starts_at < year.ends_at
    ),
    "hours": lambda year: HoursEntryRow.year == year.number,
}
"""Which rows belong to a year: enrolments by the beginning of their offering."""


def titles_of(name: str) -> list[str]:
    """The first line of a table."""
    return [column["name"] for column in TABLES[name].column_descriptions]


def rows_of(session: Session, name: str, year: Year | None = None) -> Iterator[Sequence[Any]]:
    """Its rows, in a fixed order; of a year only where the table is one OF_A_YEAR."""
    statement = TABLES[name]
    if year is not None:
        statement = statement.where(OF_A_YEAR[name](year))
    for row in session.execute(statement.execution_options(yield_per=500)):
        yield tuple(row)
