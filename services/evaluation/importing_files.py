"""Files of an officer, imported by call as `lontar import` does it."""

from datetime import date
from pathlib import Path
from typing import Any

from services.evaluation.storage.tables import CheckedFileRow
from shared.clock import Clock
from shared.database import Database
from shared.heavy_work import aside
from shared.importing_files import FileImports, Outcome, WrongCell
from shared.uploads import MOST_ROWS, UnusableFile

KINDS = ("skm",)


def file_imports(database: Database, clock: Clock, today: date) -> FileImports:
    """today: in the office's zone."""

    def read(_: str, path: Path, dry_run: bool) -> Outcome:
        return _read(database, today, path, dry_run)

    return FileImports(database, CheckedFileRow, read, clock)


def columns_of_files() -> list[dict[str, Any]]:
    """For each kind the columns that must be there: sheets, or totals of units."""
    from services.evaluation.importing.skm import SHEET_COLUMNS, TOTAL_COLUMNS

    forms = [
        {"required": list(columns), "optional": []} for columns in (SHEET_COLUMNS, TOTAL_COLUMNS)
    ]
    return [{"kind": kind, "forms": forms} for kind in KINDS]


def _read(database: Database, today: date, path: Path, dry_run: bool) -> Outcome:
    # Here, because spreadsheets take long to load, and most processes never see one.
    from services.evaluation.importing.skm import import_skm
    from shared.operating.failing import Mistake

    try:
        report = import_skm(
            database, path, today=today, dry_run=dry_run, most_rows=MOST_ROWS, read_by=aside
        )
    except Mistake as mistake:
        raise UnusableFile(str(mistake)) from None
    return Outcome(
        rows=report.kept + len(report.refused),
        added=report.kept - report.changed - report.unchanged,
        changed=report.changed,
        unchanged=report.unchanged,
        refused=len(report.refused),
        errors=[WrongCell(row=row, column=None, reason=why) for row, why in report.refused],
        records=[(key, "changed" if changed else "added") for key, changed in report.first],
    )
