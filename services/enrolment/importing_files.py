"""Files of an officer, imported by call as `lontar import` does it."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.enrolment.importing import KINDS, Report, UnreadableFile, import_file
from services.enrolment.importing.kinds import Form
from services.enrolment.importing.programmes import PROGRAMMES, import_programmes
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.tables import CheckedFileRow
from shared.clock import Clock
from shared.database import Database
from shared.errors import Forbidden
from shared.file_imports.importing import FileImports, Outcome, WrongCell
from shared.file_imports.uploads import MOST_ROWS, UnusableFile
from shared.heavy_work import aside

FORMS: dict[str, Form] = {**KINDS, PROGRAMMES.name: PROGRAMMES}
"""What an officer may import, by name."""


def file_imports(database: Database, clock: Clock, zone: ZoneInfo) -> FileImports:
    """zone: the office's, where its days begin."""

    def read(kind: str, path: Path, dry_run: bool) -> Outcome:
        return _read(database, clock, zone, kind, path, dry_run)

    return FileImports(database, CheckedFileRow, read, clock)


def columns_of_files() -> list[dict[str, Any]]:
    """For each kind the columns that must be there, and those that may."""
    return [
        {
            "kind": name,
            "forms": [
                {
                    "required": [one.name for one in form.columns if not one.optional],
                    "optional": [one.name for one in form.columns if one.optional],
                }
            ],
        }
        for name, form in FORMS.items()
    ]


def only_an_officer_imports(database: Database, employee_id: str) -> None:
    """Raises Forbidden."""
    with database.reading() as session:
        employee = Roster(session).find([employee_id]).get(employee_id)
    if employee is None or not employee.is_officer:
        raise Forbidden("only a training officer may import files")


def _read(
    database: Database, clock: Clock, zone: ZoneInfo, kind: str, path: Path, dry_run: bool
) -> Outcome:
    try:
        if kind == PROGRAMMES.name:
            report = import_programmes(database, path, clock, dry_run=dry_run, read_by=aside)
        else:
            report = import_file(
                database,
                KINDS[kind],
                path,
                clock,
                dry_run=dry_run,
                skip_bad_rows=KINDS[kind].stands_alone,
                zone=zone,
                most_rows=MOST_ROWS,
                read_by=aside,
            )
    except UnreadableFile as error:
        raise UnusableFile(str(error)) from None
    return _outcome(report)


def _outcome(report: Report) -> Outcome:
    return Outcome(
        rows=report.rows,
        added=report.published - report.changed,
        changed=report.changed,
        unchanged=report.unchanged,
        refused=report.refused,
        errors=[
            WrongCell(row=one.row, column=one.column, reason=one.reason) for one in report.errors
        ],
        truncated=report.truncated,
        records=report.first,
    )
