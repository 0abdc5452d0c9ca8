"""Dates, numbers and money as people here write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal

_LOCALES = {"id": Locale("id"), "en": Locale("en", "GB")}
_DAY = len("2026-11-24")
_NOTHING = "\u2013"
_TO = "\u2013"
"""A dash that is as long as a figure."""


class LocalForms:
    """Filters for pages, in one language and the office's zone; instants come as ISO 8601."""

    def __init__(self, language: str, zone: ZoneInfo):
        self._locale = _LOCALES[language]
        self._clock = "HH.mm" if language == "id" else "HH:mm"
        self.zone = zone

    def day(self, day: str | None) -> str:
        """24 November 2026; of an instant or a day."""
        return (
            format_date(self.local_day(day), "d MMMM y", locale=self._locale) if day else _NOTHING
        )

    def short_day(self, day: str) -> str:
        """Tue 24 Nov"""
        return format_date(self.local_day(day), "EEE d MMM", locale=self._locale)

    def month(self, day: str) -> str:
        """November 2026"""
        return format_date(date.fromisoformat(day), "MMMM y", locale=self._locale)

    def moment(self, instant: str | None) -> str:
        """Tue 24 Nov 2026, 13:05 WITA"""
        if not instant:
            return _NOTHING
        local = datetime.fromisoformat(instant).astimezone(self.zone)
        said = format_datetime(
            local, f"EEE d MMM y, {self._clock}", tzinfo=self.zone, locale=self._locale
        )
        return f"{said} {local.tzname()}"

    def hours_of(self, starts_at: str, ends_at: str) -> str:
        """Tue 24 Nov 2026, 08:00-16:00 WITA; over several days with both."""
        first = datetime.fromisoformat(starts_at).astimezone(self.zone)
        last = datetime.fromisoformat(ends_at).astimezone(self.zone)
        if first.date() != last.date():
            return f"{self.moment(starts_at)} {_TO} {self.moment(ends_at)}"
        start = format_datetime(
            first, f"EEE d MMM y, {self._clock}", tzinfo=self.zone, locale=self._locale
        )
        end = format_datetime(last, self._clock, tzinfo=self.zone, locale=self._locale)
        return f"{start}{_TO}{end} {last.tzname()}"

    def days_of(self, starts_at: str, ends_at: str) -> str:
        """24 November 2026, or the first and the last day."""
        first, last = self.local_day(starts_at), self.local_day(ends_at)
        if first == last:
            return self.day(starts_at)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}{_TO}{self.day(ends_at)}"
        return f"{self.day(starts_at)} {_TO} {self.day(ends_at)}"

    def lasting(self, seconds: float) -> str:
        """5 minutes; in the largest unit that it fills"""
        return str(format_timedelta(round(seconds), threshold=1, locale=self._locale))

    def number(self, value: float | None) -> str:
        """7.5, in Indonesian 7,5"""
        if value is None:
            return _NOTHING
        return format_decimal(value, format="#,##0.##", locale=self._locale)

    def rupiah(self, value: int | None) -> str:
        """Rp 1.500.000, in English Rp 1,500,000"""
        if value is None:
            return _NOTHING
        return f"Rp\u00a0{format_decimal(value, format='#,##0', locale=self._locale)}"

    def local_day(self, day: str) -> date:
        """Of an instant, in the office's zone; or a day itself."""
        if len(day) == _DAY:
            return date.fromisoformat(day)
        return datetime.fromisoformat(day).astimezone(self.zone).date()

    def today(self, now: datetime) -> date:
        """The office's day."""
        return now.astimezone(self.zone).date()
