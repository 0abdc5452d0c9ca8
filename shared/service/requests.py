"""What callers may send: the common ground of every service's schemas."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

LIST_LIMIT = 50
LONGEST_LIST = 500


class Request(Schema):
    """Arguments of a call. Unknown ones are refused; optional ones that are left out are None."""

    class Meta:
        unknown = RAISE

    @post_load
    def as_attributes(self, data: dict[str, Any], **_: Any) -> SimpleNamespace:
        return SimpleNamespace(**{name: data.get(name) for name in self.fields} | data)


class Listing(Request):
    """Arguments of every list."""

    limit = fields.Integer(
        strict=True, load_default=LIST_LIMIT, validate=validate.Range(1, LONGEST_LIST)
    )
    after = fields.String(load_default=None, allow_none=True)


def page(items: list[dict[str, Any]], limit: int, key: str) -> dict[str, Any]:
    """An answer of a list, given one item more than asked for where there are more.

    key   the field of an item that is the cursor
    """
    shown = items[:limit]
    return {"items": shown, "next": shown[-1][key] if len(items) > limit else None}


class Id(fields.String):
    """An identifier: a text of 1 to 64 characters."""

    def __init__(self, **options: Any):
        super().__init__(validate=validate.Length(1, 64), **options)


class Title(fields.String):
    """A text that people read: not blank, at most 500 characters."""

    def __init__(self, **options: Any):
        super().__init__(validate=_readable, **options)


class Instant(fields.AwareDateTime):
    """ISO 8601 with an offset; UTC inside."""

    def __init__(self, **options: Any):
        super().__init__(format="iso", default_timezone=None, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> datetime:
        if not isinstance(value, str):
            raise ValidationError("must be an instant in ISO 8601 with an offset")
        instant: datetime = super()._deserialize(value, attr, data, **options)
        try:
            return instant.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError("is out of range") from error


def _readable(value: str) -> None:
    if not value.strip():
        raise ValidationError("must not be blank")
    if len(value) > 500:
        raise ValidationError("must be at most 500 characters long")
