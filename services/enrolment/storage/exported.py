"""What can be exported: one query for each kind of table, read some hundreds of rows at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.enrolment.storage.tables.catalogue import ProgrammeRow
from services.enrolment.storage.tables.offerings import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.records import HoursEntryRow
from services.enrolment.storage.tables.roster import EmployeeRow
from services.enrolment.storage.tables.study import StudyRow

Columns = Sequence[InstrumentedAttribute[Any]]

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


def titles_of(name: str) -> list[str]:
    """The first line of a table."""
    return [column["name"] for column in TABLES[name].column_descriptions]


def rows_of(session: Session, name: str) -> Iterator[Sequence[Any]]:
    """Its rows, in a fixed order."""
    found = session.execute(TABLES[name].execution_options(yield_per=500))
    for row in found:
        yield tuple(row)
