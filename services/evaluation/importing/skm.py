"""Sheets or totals of the public satisfaction survey, out of a file, row by row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain.skm import HIGHEST, KEYS, LOWEST
from services.evaluation.importing.rows import Row, rows_of
from services.evaluation.storage.skm import Key, Period, Skm
from shared.database import Database
from shared.operating.failing import Mistake

SHEET_COLUMNS = ("unit_id", "sheet_id", "surveyed_on", *KEYS)
TOTAL_COLUMNS = ("unit_id", "period_start", "period_end", "sheets", *KEYS)
_AT_ONCE = 500
_FIRST = 20
_LONGEST_ID = 64
_DAY_FIRST = re.compile(r"(\d\d)[-/](\d\d)[-/](\d{4})")


class WrongRow(Exception):
    """Why a row is refused."""


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


Good = dict[Key, dict[str, Any]]
"""Rows that are right, by what names them."""


def import_skm(
    database: Database,
    path: Path,
    *,
    today: date,
    dry_run: bool = False,
    most_rows: int | None = None,
    read_by: Run = here,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Keep what is right of a file; a row that is wrong is refused, and the rest goes on.

    Sheets and totals are told apart by their columns. Raises Mistake for a file that is neither.

    most_rows   a file with more is refused before anything is kept; None: any number
    read_by     who reads the file, before the database is asked
    """
    if most_rows is not None and read_by(_has_more_than, most_rows, path):
        raise Mistake(f"{path} holds more than {most_rows} rows")
    report = Report()
    numbered = rows_of(path)
    totals: dict[str, Good] = {}
    while some := read_by(_some, numbered):
        with database.transaction() as session:
            _keep(session, some, today, report, totals)
            if dry_run:
                session.rollback()
        progress(report.kept + len(report.refused))
    return report


def _some(numbered: Iterator[tuple[int, Row]]) -> list[tuple[int, Row]]:
    return list(islice(numbered, _AT_ONCE))


def _has_more_than(most: int, path: Path) -> bool:
    return next(islice(rows_of(path), most, None), None) is not None


def _keep(
    session: Session,
    some: list[tuple[int, Row]],
    today: date,
    report: Report,
    totals: dict[str, Good],
) -> None:
    """totals: of the file so far, by unit; what a dry run rolled back counts, too."""
    of_sheets = _are_sheets(some[0][1])
    good: Good = {}
    skm = Skm(session)
    for number, row in some:
        try:
            checked = _sheet(row, today) if of_sheets else _total(row, today)
            _fits(skm, checked, of_sheets)
            key = tuple(checked[name] for name in list(checked)[: 2 if of_sheets else 3])
            if not of_sheets:
                before = totals.setdefault(checked["unit_id"], {})
                _fits_in_file(checked, before.values())
                before[key] = checked
            good[key] = checked
            report.kept += 1
        except WrongRow as wrong:
            report.refused.append((number, str(wrong)))
    _compare(skm.sheets(list(good)) if of_sheets else skm.totals(list(good)), good, report)
    (skm.keep_sheets if of_sheets else skm.keep_totals)(list(good.values()))


def _compare(known: Good, good: Good, report: Report) -> None:
    """Count what is there already, and name the first of the others."""
    for key, row in good.items():
        if known.get(key) == row:
            report.unchanged += 1
            continue
        report.changed += key in known
        if len(report.first) < _FIRST:
            report.first.append((", ".join(str(one) for one in key), key in known))


def _are_sheets(row: Row) -> bool:
    for columns, sheets in ((SHEET_COLUMNS, True), (TOTAL_COLUMNS, False)):
        if set(columns) <= row.keys():
            return sheets
    raise Mistake(
        f"these are neither sheets (columns {', '.join(SHEET_COLUMNS)}) "
        f"nor totals (columns {', '.join(TOTAL_COLUMNS)})"
    )


def _sheet(row: Row, today: date) -> dict[str, Any]:
    return {
        "unit_id": _id(row, "unit_id"),
        "sheet_id": _id(row, "sheet_id"),
        "surveyed_on": _day(row, "surveyed_on", today),
        "ratings": [_whole(row, key, LOWEST, HIGHEST) for key in KEYS],
    }


def _total(row: Row, today: date) -> dict[str, Any]:
    first, last = _day(row, "period_start", today), _day(row, "period_end", today)
    if last < first:
        raise WrongRow(f"period_end {last} lies before period_start {first}")
    sheets = _whole(row, "sheets", 1, 100_000_000)
    return {
        "unit_id": _id(row, "unit_id"),
        "period_start": first,
        "period_end": last,
        "sheets": sheets,
        "totals": [_whole(row, key, sheets * LOWEST, sheets * HIGHEST) for key in KEYS],
    }


def _fits(skm: Skm, row: dict[str, Any], is_sheet: bool) -> None:
    """Nothing may be counted twice."""
    if not skm.knows_unit(row["unit_id"]):
        raise WrongRow(f"HR has not told of a unit {row['unit_id']!r}; import the units first")
    days = ("surveyed_on", "surveyed_on") if is_sheet else ("period_start", "period_end")
    period = Period(unit_id=row["unit_id"], first=row[days[0]], last=row[days[1]])
    others = skm.overlapping(period)
    if others:
        raise WrongRow(
            f"totals of this unit from {others[0].first} to {others[0].last} cover it already; "
            "it would count twice"
        )
    if not is_sheet and skm.has_sheets(period):
        raise WrongRow("sheets of this unit and period are kept already; they would count twice")


def _fits_in_file(row: dict[str, Any], before: Any) -> None:
    for other in before:
        same = all(other[name] == row[name] for name in ("unit_id", "period_start", "period_end"))
        apart = (
            other["unit_id"] != row["unit_id"]
            or other["period_end"] < row["period_start"]
            or other["period_start"] > row["period_end"]
        )
        if not same and not apart:
            raise WrongRow("another row of this file has totals of some of these days")


def _id(row: Row, name: str) -> str:
    if not 1 <= len(row[name]) <= _LONGEST_ID:
        raise WrongRow(f"{name} must have 1 to {_LONGEST_ID} characters")
    return row[name]


def _whole(row: Row, name: str, lowest: int, highest: int) -> int:
    try:
        value = int(row[name])
    except ValueError:
        raise WrongRow(f"{name} must be a whole number, not {row[name]!r}") from None
    if not lowest <= value <= highest:
        raise WrongRow(f"{name} must be from {lowest} to {highest}, not {value}")
    return value


def _day(row: Row, name: str, today: date) -> date:
    parts = _DAY_FIRST.fullmatch(row[name])
    text = "-".join(reversed(parts.groups())) if parts else row[name]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongRow(
            f"{name} must be a day, as 2026-11-24 or 24-11-2026, not {row[name]!r}"
        ) from None
    if day > today:
        raise WrongRow(f"{name} {day} lies in the future")
    return day
