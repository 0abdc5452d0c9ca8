"""What callers may send about how a person wants to be written to, and what they get."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import ValidationError, fields, validate

from services.notification.domain.message import LANGUAGES, Person
from services.notification.domain.preferences import CHANNELS, Digest, to_plain
from shared.service.requests import Id, Request

UNCHANGED: Any = object()
"""What an optional preference is when it is left out."""

_MOST_MUTED = 100


class GetPreferences(Request):
    employee_id = Id(required=True)


def _wish(field: type[fields.Field[Any]], *given: Any, **options: Any) -> Any:
    """Left out: as it is; null: as by default."""
    return field(*given, load_default=UNCHANGED, allow_none=True, **options)


class _LocalTime(fields.Time):
    """An hour and a minute, as in 21:30."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> time:
        read: time = super()._deserialize(value, attr, data, **options)
        if read.tzinfo or read.second or read.microsecond:
            raise ValidationError("must be a local time such as 21:30")
        return read


def _is_a_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(f"there is no zone {name!r}; one is Asia/Makassar") from None


class SetPreferences(Request):
    """language null: as HR says; other nulls: as by default; left out: as it is."""

    employee_id = Id(required=True)
    language = _wish(fields.String, validate=validate.OneOf([*LANGUAGES]))
    channels = _wish(fields.List, fields.String(validate=validate.OneOf(CHANNELS)))
    quiet_from = _wish(_LocalTime, format="iso")
    quiet_to = _wish(_LocalTime, format="iso")
    working_days_only = _wish(fields.Boolean, truthy={True}, falsy={False})
    digest = _wish(fields.Enum, Digest, by_value=True)
    digest_at = _wish(_LocalTime, format="iso")
    digest_weekday = _wish(fields.Integer, strict=True, validate=validate.Range(1, 7))
    daily_cap = _wish(fields.Integer, strict=True, validate=validate.Range(1, 1000))
    time_zone = _wish(fields.String, validate=_is_a_zone)
    muted = _wish(fields.List, fields.String(), validate=validate.Length(max=_MOST_MUTED))


def wishes_in(request: Any) -> dict[str, Any]:
    """What the caller wants to be otherwise, beside the language."""
    wanted = {
        name: value
        for name, value in vars(request).items()
        if name not in ("employee_id", "language") and value is not UNCHANGED
    }
    lists = {name: tuple(x) for name, x in wanted.items() if isinstance(x, list)}
    return wanted | lists


def preferences_view(person: Person, language: str) -> dict[str, Any]:
    """How a person is written to. language: of the office, where nobody has said."""
    return {
        "employee_id": person.employee_id,
        "language": person.language or language,
        **to_plain(person.wishes),
    }
