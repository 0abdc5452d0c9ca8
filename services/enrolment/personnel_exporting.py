"""Use case: the learning records of a year for the national personnel system, as CSV."""

import csv
import io
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.enrolment.domain.personnel_export import COLUMNS, as_row, why_left_out
from services.enrolment.storage.learning_records import LearningRecords
from services.enrolment.storage.unit_people import UnitPeople


@dataclass(frozen=True)
class LeftOut:
    """A record that the personnel system would refuse, and why."""

    employee_id: str
    title: str
    reason: str


@dataclass(frozen=True)
class PersonnelExport:
    """csv: with a heading; left_out: what somebody has to mend first."""

    csv: str
    records: int
    left_out: list[LeftOut]


def export_learning_records(session: Session, year: int, unit_id: str | None) -> PersonnelExport:
    """Of everybody, or of those who serve in a unit and below it. Raises NotFound."""
    people = None
    if unit_id is not None:
        units = UnitPeople(session)
        units.name_of(unit_id)
        people = [one.employee_id for one in units.serving_in(unit_id)]
    text, written, left_out = io.StringIO(), 0, []
    lines = csv.DictWriter(text, COLUMNS)
    lines.writeheader()
    for record in LearningRecords(session).of_year(year, people):
        if reason := why_left_out(record):
            left_out.append(LeftOut(record.employee_id, record.title, reason))
        else:
            lines.writerow(as_row(record))
            written += 1
    return PersonnelExport(text.getvalue(), written, left_out)
