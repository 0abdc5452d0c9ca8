"""Sheets or totals of the public satisfaction survey, out of a file, row by row."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain.skm import HIGHEST, KEYS, LOWEST
from services.evaluation.importing.cells import (
    WrongRow,
    fits_the_titles,
    identifier,
    past_day,
    whole,
)
from services.evaluation.importing.keeping import Numbered, Report, importing
from services.evaluation.importing.rows import Row
from services.evaluation.storage.skm import Key, Period, Skm
from shared.operating.failing import Mistake

SHEET_COLUMNS = ("unit_id", "sheet_id", "surveyed_on", *KEYS)
TOTAL_COLUMNS = ("unit_id", "period_start", "period_end", "sheets", *KEYS)


Good = dict[Key, dict[str, Any]]
"""Rows that are right, by what names them."""


class _Keeper:
    """Of one file: what a dry run rolled back counts, too, where nothing may count twice."""

    def __init__(self) -> None:
        self._totals: dict[str, Good] = {}

    def __call__(self, session: Session, some: list[Numbered], today: date, report: Report) -> None:
        of_sheets = _are_sheets(some[0][1])
        good: Good = {}
        skm = Skm(session)
        for number, row in some:
            try:
                fits_the_titles(row)
                checked = _sheet(row, today) if of_sheets else _total(row, today)
                _fits(skm, checked, of_sheets)
                key = tuple(checked[name] for name in list(checked)[: 2 if of_sheets else 3])
                if not of_sheets:
                    self._fits_beside_others(key, checked)
                good[key] = checked
                report.kept += 1
            except WrongRow as wrong:
                report.refused.append((number, str(wrong)))
        known = skm.sheets(list(good)) if of_sheets else skm.totals(list(good))
        report.compare(good, known, lambda key: ", ".join(map(str, key)))
        (skm.keep_sheets if of_sheets else skm.keep_totals)(list(good.values()))

    def _fits_beside_others(self, key: Key, row: dict[str, Any]) -> None:
        before = self._totals.setdefault(row["unit_id"], {})
        _fits_in_file(row, before.values())
        before[key] = row


def _are_sheets(titles: Collection[str]) -> bool:
    for columns, sheets in ((SHEET_COLUMNS, True), (TOTAL_COLUMNS, False)):
        if set(columns) <= set(titles):
            return sheets
    raise Mistake(
        f"these are neither sheets (columns {', '.join(SHEET_COLUMNS)}) "
        f"nor totals (columns {', '.join(TOTAL_COLUMNS)})"
    )


def _sheet(row: Row, today: date) -> dict[str, Any]:
    return {
        "unit_id": identifier(row, "unit_id"),
        "sheet_id": identifier(row, "sheet_id"),
        "surveyed_on": past_day(row, "surveyed_on", today),
        "ratings": [whole(row, key, LOWEST, HIGHEST) for key in KEYS],
    }


def _total(row: Row, today: date) -> dict[str, Any]:
    first, last = past_day(row, "period_start", today), past_day(row, "period_end", today)
    if last < first:
        raise WrongRow(f"period_end {last} lies before period_start {first}")
    sheets = whole(row, "sheets", 1, 100_000_000)
    return {
        "unit_id": identifier(row, "unit_id"),
        "period_start": first,
        "period_end": last,
        "sheets": sheets,
        "totals": [whole(row, key, sheets * LOWEST, sheets * HIGHEST) for key in KEYS],
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


import_skm = importing(_are_sheets, _Keeper)
"""Sheets and totals are told apart by their columns."""
