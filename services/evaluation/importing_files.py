"""Files of an officer, imported by call as `lontar import` does it."""

from datetime import date
from pathlib import Path
from typing import Any

from services.evaluation.storage.tables import CheckedFileRow
from shared.clock import Clock
from shared.database import Database
from shared.file_imports.importing import FileImports, Outcome, WrongCell
from shared.file_imports.uploads import MOST_ROWS, UnusableFile
from shared.heavy_work import aside

KINDS = ("skm", "gaps")
"""Their readers load spreadsheets, which takes long: only where a file is read."""


def file_imports(database: Database, clock: Clock, today: date) -> FileImports:
    """today: in the office's zone."""

    def read(kind: str, path: Path, dry_run: bool) -> Outcome:
        return _read(database, today, kind, path, dry_run)

    return FileImports(database, CheckedFileRow, read, clock)


def columns_of_files() -> list[dict[str, Any]]:
    """For each kind the columns that must be there, and those that may; some have several forms."""
    from services.evaluation.importing import kinds

    return [
        {
            "kind": kind,
            "forms": [
                {"required": list(required), "optional": list(optional)}
                for required, optional in kinds.KINDS[kind].forms
            ],
        }
        for kind in KINDS
    ]


def _read(database: Database, today: date, kind: str, path: Path, dry_run: bool) -> Outcome:
    from services.evaluation.importing import kinds
    from shared.operating.failing import Mistake

    try:
        report = kinds.KINDS[kind].read(
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
