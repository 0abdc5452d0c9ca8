"""Keeping what is right of a file: a wrong row is refused with its reason, the rest goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from services.evaluation.importing.rows import Row, rows_of
from shared.database import Database

_AT_ONCE = 500


@dataclass
class Report:
    """kept: rows; refused: number of the row and the reason."""

    kept: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


Numbered = tuple[int, Row]
Keep = Callable[[Session, list[Numbered], date, Report], None]


class Import(Protocol):
    """Keep the right rows of a file. Raises Mistake for a file of something else."""

    def __call__(
        self,
        database: Database,
        path: Path,
        *,
        today: date,
        dry_run: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Report: ...


def importing(keep: Keep) -> Import:
    """The import of one kind of file. keep: the rows of one transaction, told in the report."""

    def import_file(
        database: Database,
        path: Path,
        *,
        today: date,
        dry_run: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Report:
        report = Report()
        numbered = rows_of(path)
        while some := list(islice(numbered, _AT_ONCE)):
            with database.transaction() as session:
                keep(session, some, today, report)
                if dry_run:
                    session.rollback()
            progress(report.kept + len(report.refused))
        return report

    return import_file
