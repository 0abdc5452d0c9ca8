"""Cells of a row, read with the reason where they cannot be."""

import math
import re
from datetime import date

from services.evaluation.importing.rows import BEHIND, Row

_LONGEST_ID = 64
_LONGEST_SHOWN = 40
_DAY_FIRST = re.compile(r"(\d\d)[-/](\d\d)[-/](\d{4})")


class WrongRow(Exception):
    """Why a row is refused."""


def fits_the_titles(row: Row) -> None:
    """Raise WrongRow for more cells than titles: a decimal comma would move all behind it."""
    if BEHIND in row:
        raise WrongRow("has more cells than titles; a CSV with , needs numbers with a point")


def identifier(row: Row, name: str) -> str:
    """An id of 1 to 64 characters. Raises WrongRow."""
    return words(row, name, _LONGEST_ID)


def words(row: Row, name: str, longest: int) -> str:
    """A text that is not blank. Raises WrongRow."""
    if not 1 <= len(row[name]) <= longest:
        raise WrongRow(f"{name} must have 1 to {longest} characters")
    if "\x00" in row[name]:
        raise WrongRow(f"{name} must not hold the NUL character")
    return row[name]


def whole(row: Row, name: str, lowest: int, highest: int) -> int:
    """A whole number from lowest to highest. Raises WrongRow."""
    try:
        value = int(row[name])
    except ValueError:
        raise WrongRow(f"{name} must be a whole number, not {_cut(row[name])!r}") from None
    if not lowest <= value <= highest:
        raise WrongRow(f"{name} must be from {lowest} to {highest}, not {_cut(row[name])}")
    return value


def share(row: Row, name: str) -> float:
    """A number from 0 to 1, with a point or a comma. Raises WrongRow."""
    try:
        value = float(row[name].replace(",", "."))
    except ValueError:
        raise WrongRow(f"{name} must be a number, not {_cut(row[name])!r}") from None
    if not (math.isfinite(value) and 0 <= value <= 1):
        raise WrongRow(f"{name} must be from 0 to 1 (0.25 for 25 %), not {_cut(row[name])}")
    return value


def past_day(row: Row, name: str, today: date) -> date:
    """A day that is not after today: 2026-11-24 or 24-11-2026. Raises WrongRow."""
    parts = _DAY_FIRST.fullmatch(row[name])
    text = "-".join(reversed(parts.groups())) if parts else row[name]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongRow(
            f"{name} must be a day, as 2026-11-24 or 24-11-2026, not {_cut(row[name])!r}"
        ) from None
    if day > today:
        raise WrongRow(f"{name} {day} lies in the future")
    return day


def _cut(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_SHOWN else f"{cell[:_LONGEST_SHOWN]}..."
