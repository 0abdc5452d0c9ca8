"""Times as analysts write them: dates, ISO weeks, months, quarters or plain numbers."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

ORIGIN = date(2001, 1, 1)  # of plain numbers
MOST_PERIODS = 20_000
LAST_YEAR = 9000
"""Windows are reckoned from dates, and a calendar ends with the year 9999."""
FORMS = "a date (2025-03-31), week (2025-W14), month (2025-03), quarter (2025-Q1) or number"

Read = Callable[[re.Match[str]], tuple[date, date]]


def _day(found: re.Match[str]) -> tuple[date, date]:
    day = date(*map(int, found.groups()))
    return day, day + timedelta(days=1)


def _week(found: re.Match[str]) -> tuple[date, date]:
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return monday, monday + timedelta(days=7)


def _month(found: re.Match[str]) -> tuple[date, date]:
    return _months(int(found[1]), int(found[2]), 1)


def _quarter(found: re.Match[str]) -> tuple[date, date]:
    year, quarter = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _months(int(year), 3 * int(quarter) - 2, 3)


def _months(year: int, month: int, number: int) -> tuple[date, date]:
    first = date(year, month, 1)
    later = month - 1 + number
    return first, date(year + later // 12, later % 12 + 1, 1)


KINDS: dict[str, tuple[re.Pattern[str], Read]] = {
    "date": (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?"), _day),
    "week": (re.compile(r"(\d{4})-?W(\d\d)"), _week),
    "month": (re.compile(r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])"), _month),
    "quarter": (re.compile(r"(?:(\d{4})[- ]?Q([1-4])|Q([1-4])[- ]?(\d{4}))"), _quarter),
}


@dataclass(frozen=True)
class Period:
    """first day, and the day after the last one."""

    first: date
    end: date


class Times:
    """Reads the times of one table, all of the kind of the first; numbers count periods."""

    def __init__(self, cells: list[str]):
        self._kind = next(
            (kind for kind, (form, _) in KINDS.items() if form.fullmatch(cells[0])), "number"
        )
        numbers = [number for cell in cells if (number := _number(cell)) is not None]
        distinct = sorted(set(numbers))
        self._least = distinct[0] if distinct else 0.0
        gaps = [later - earlier for earlier, later in pairwise(distinct)]
        self._step = min(gaps, default=1.0)

    def read(self, cell: str) -> Period:
        """A time. Raises ValueError where it is of another kind than the others, or of none."""
        if self._kind == "number":
            return self._counted(cell)
        form, read = KINDS[self._kind]
        found = form.fullmatch(cell)
        if not found:
            raise ValueError(f"{cell!r} is no {self._kind}, as the first time is")
        try:
            first, end = read(found)
            if end.year > LAST_YEAR:
                raise ValueError
            return Period(first, end)
        except (ValueError, OverflowError):
            raise ValueError(f"{cell!r} is no {self._kind} of the calendar") from None

    def _counted(self, cell: str) -> Period:
        """A week for each period, because charts and windows are by weeks."""
        number = _number(cell)
        if number is None:
            raise ValueError(f"{cell!r} is not {FORMS}")
        periods = (number - self._least) / self._step
        if abs(periods) > MOST_PERIODS:
            raise ValueError(f"{cell!r} is {abs(periods):.0f} periods from the first time")
        first = ORIGIN + timedelta(days=math.ceil(round(periods * 7, 6)))
        return Period(first, first + timedelta(days=7))


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
