"""When it is looked whose learning hours fall short: late in the year, once a month."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.working_calendar import WorkingCalendar

_LAST_MONTH = 12


@dataclass(frozen=True)
class Checkpoint:
    """The first working day of a month; from then on it is looked, until the next one."""

    year: int
    month: int


def newest_checkpoint(today: date, from_month: int, calendar: WorkingCalendar) -> Checkpoint | None:
    """The newest one of this year that has begun; None: it is too early in the year.

    from_month   1 to 12: the first month with one; after 12 there is none
    """
    months = range(today.month, from_month - 1, -1)
    return next(
        (
            Checkpoint(today.year, month)
            for month in months
            if _first_working_day(today.year, month, calendar) <= today
        ),
        None,
    )


def before_this_year(today: date) -> Checkpoint:
    """The last one of the year before."""
    return Checkpoint(today.year - 1, _LAST_MONTH)


def last_day_of(year: int) -> date:
    """On which hours still count for a year."""
    return date(year, _LAST_MONTH, 31)


def _first_working_day(year: int, month: int, calendar: WorkingCalendar) -> date:
    day = date(year, month, 1)
    while not calendar.is_working_day(day) and day.month == month:
        day += timedelta(days=1)
    return day
