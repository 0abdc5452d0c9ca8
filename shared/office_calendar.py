"""The working days of an Indonesian office: the national calendar, and what the operator knows.

Future holidays are provisional until the joint decree of the ministries, and a region may
have days of its own; so a file of overrides goes before the national calendar.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

from shared.settings import BadSetting
from shared.working_calendar import WorkingCalendar

_COLUMNS = ["date", "working", "name"]
_WORKING = {"true": True, "false": False}


def office_calendar(zone: ZoneInfo, overrides: Path | None) -> WorkingCalendar:
    """The calendar of the office. Raises BadSetting naming the line of a malformed override.

    overrides   CSV with the columns date (ISO 8601), working (true or false), name
    """
    days = dict(_read(overrides)) if overrides else {}
    return WorkingCalendar(
        zone,
        holidays=_DaysOff({day for day, working in days.items() if not working}),
        working_days={day for day, working in days.items() if working},
    )


class _DaysOff:
    """National holidays with cuti bersama, computed once a year; and the operator's."""

    def __init__(self, extra: set[date]):
        self._extra = extra
        self._national = holidays.country_holidays("ID", categories=("public", "government"))

    def __contains__(self, day: object) -> bool:
        return day in self._extra or day in self._national


def _read(path: Path) -> Iterator[tuple[date, bool]]:
    rows = csv.DictReader(_text(path).splitlines())
    if rows.fieldnames != _COLUMNS:
        raise BadSetting(f"HOLIDAY_OVERRIDES: the columns of {path} must be date,working,name")
    for row in rows:
        try:
            yield date.fromisoformat(row["date"]), _WORKING[row["working"].lower()]
        except (ValueError, KeyError, AttributeError) as error:
            raise BadSetting(
                f"HOLIDAY_OVERRIDES: {path}, line {rows.line_num}: "
                "needs a date (2026-12-24), then true or false"
            ) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"HOLIDAY_OVERRIDES: {path}: {error}") from error
