"""Working days of the office, in its own zone."""

from collections.abc import Container
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_SATURDAY = 5
_REMEMBERED_ANSWERS = 4096


class WorkingCalendar:
    """Which days the office works.

    zone           where its days begin and end
    holidays       days off beside the weekends
    working_days   days worked although they are holidays or weekends
    """

    def __init__(
        self,
        zone: ZoneInfo,
        holidays: Container[date] = frozenset(),
        working_days: Container[date] = frozenset(),
    ):
        self._zone = zone
        self._holidays = holidays
        self._working_days = working_days
        self._day_after = lru_cache(_REMEMBERED_ANSWERS)(self._count)

    @property
    def zone(self) -> ZoneInfo:
        """Where the days begin and end."""
        return self._zone

    def day_of(self, instant: datetime) -> date:
        """The day in the office's zone on which an instant lies."""
        return instant.astimezone(self._zone).date()

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on a day."""
        if day in self._working_days:
            return True
        return day.weekday() < _SATURDAY and day not in self._holidays

    def working_days_after(self, instant: datetime, days: int) -> datetime:
        """The same local time of day, so many working days (≥ 1) later; UTC."""
        local = instant.astimezone(self._zone)
        day = self._day_after(local.date(), days)
        return datetime.combine(day, local.timetz()).astimezone(UTC)

    def working_days_before(self, instant: datetime, days: int) -> datetime:
        """The same local time of day, so many working days (≥ 0) earlier; UTC."""
        local = instant.astimezone(self._zone)
        day = local.date()
        while days:
            day -= timedelta(days=1)
            days -= self.is_working_day(day)
        return datetime.combine(day, local.timetz()).astimezone(UTC)

    def _count(self, day: date, days: int) -> date:
        while days:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day
