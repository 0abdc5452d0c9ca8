"""Dates and numbers as people here write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

_LOCALES = {"id": Locale("id"), "en": Locale("en", "GB")}
_MOMENTS = {"id": "EEEE, d MMMM y 'pukul' HH.mm", "en": "EEEE, d MMMM y 'at' HH:mm"}

_DAY = len("2026-11-24")


class LocalForms:
    """Filters for templates, in one language and the office's zone.

    Instants come as ISO 8601 with an offset, the way they are stored.
    """

    def __init__(self, language: str, zone: ZoneInfo):
        self._locale = _LOCALES[language]
        self._moment = _MOMENTS[language]
        self._zone = zone

    def day(self, day: str) -> str:
        """24 November 2026; of an instant, or of a day that was stored as one (2026-11-24)."""
        local = date.fromisoformat(day) if len(day) == _DAY else self._local(day)
        return format_date(local, "d MMMM y", locale=self._locale)

    def moment(self, instant: str) -> str:
        """Tuesday, 24 November 2026 at 13:05 WITA"""
        local = self._local(instant)
        words = format_datetime(local, self._moment, tzinfo=self._zone, locale=self._locale)
        return f"{words} {local.tzname()}"

    def number(self, value: float) -> str:
        """7.5, in Indonesian 7,5"""
        return format_decimal(value, format="#,##0.##", locale=self._locale)

    def _local(self, instant: str) -> datetime:
        return datetime.fromisoformat(instant).astimezone(self._zone)
