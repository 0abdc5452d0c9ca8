"""Days and numbers as people read them."""

from datetime import date, datetime
from typing import Literal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

Language = Literal["id", "en"]

_LOCALES: dict[Language, str] = {"id": "id_ID", "en": "en_GB"}


def day(value: date, language: Language) -> str:
    """As 1 Desember 2026."""
    return format_date(value, "d MMMM y", locale=_LOCALES[language])


def day_of_week(value: date, language: Language) -> str:
    """As Selasa, 1 Desember 2026."""
    return format_date(value, "EEEE, d MMMM y", locale=_LOCALES[language])


def hour(value: datetime, language: Language) -> str:
    """Of a local time, as 08.00."""
    return format_time(value, "HH.mm" if language == "id" else "HH:mm", locale=_LOCALES[language])


def number(value: float, language: Language) -> str:
    """As 1.234,5."""
    return format_decimal(value, "#,##0.##", locale=_LOCALES[language])
