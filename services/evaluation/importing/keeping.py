"""Keeping what is right of a file: a wrong row is refused with its reason, the rest goes on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from services.evaluation.importing.rows import Look, Row, rows_of
from shared.database import Database
from shared.operating.failing import Mistake

_AT_ONCE = 500
_FIRST = 20

Run = Callable[..., Any]
"""(work, *arguments): does the work, which needs the processor and no database"""


def here(work: Callable[..., Any], *arguments: Any) -> Any:
    """Where nothing else waits."""
    return work(*arguments)


@dataclass
class Report:
    """kept: rows; refused: number of the row and the reason.

    changed, unchanged   of the kept: what was there and says something else, or the same
    first                some of what is new or changed: its key, and whether it is changed
    """

    kept: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    changed: int = 0
    unchanged: int = 0
    first: list[tuple[str, bool]] = field(default_factory=list)

    def compare(
        self, told: Mapping[Any, Any], known: Mapping[Any, Any], name: Callable[[Any], str]
    ) -> None:
        """Count what is there already, and name the first of the others.

        told, known   what a row says and what was kept before, by what names it
        """
        for key, said in told.items():
            if known.get(key) == said:
                self.unchanged += 1
                continue
            self.changed += key in known
            if len(self.first) < _FIRST:
                self.first.append((name(key), key in known))


Numbered = tuple[int, Row]
Keep = Callable[[Session, list[Numbered], date, Report], None]


class Import(Protocol):
    """Keep the right rows of a file. Raises Mistake for a file of something else.

    most_rows   a file with more is refused before anything is kept; None: any number
    read_by     who reads the file, before the database is asked
    """

    def __call__(
        self,
        database: Database,
        path: Path,
        *,
        today: date,
        dry_run: bool = False,
        most_rows: int | None = None,
        read_by: Run = here,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Report: ...


def importing(look: Look, keeper: Callable[[], Keep]) -> Import:
    """The import of one kind of file.

    look     at its titles: raises Mistake for a file of something else
    keeper   makes for each file what keeps the rows of one transaction and tells of them
    """

    def import_file(
        database: Database,
        path: Path,
        *,
        today: date,
        dry_run: bool = False,
        most_rows: int | None = None,
        read_by: Run = here,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Report:
        if most_rows is not None and read_by(_has_more_than, most_rows, path):
            raise Mistake(f"{path} holds more than {most_rows} rows")
        report, keep = Report(), keeper()
        numbered = rows_of(path, look)
        while some := read_by(_some, numbered):
            with database.transaction() as session:
                keep(session, some, today, report)
                if dry_run:
                    session.rollback()
            progress(report.kept + len(report.refused))
        return report

    return import_file


def _some(numbered: Iterator[Numbered]) -> list[Numbered]:
    return list(islice(numbered, _AT_ONCE))


def _has_more_than(most: int, path: Path) -> bool:
    return next(islice(rows_of(path), most, None), None) is not None
