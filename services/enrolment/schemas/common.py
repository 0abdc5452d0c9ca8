"""Pieces that all requests are made of."""

from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import fields, validate

MOST_PEOPLE = 5000


def number(lowest: float, highest: float, **options: Any) -> fields.Float:
    return fields.Float(validate=validate.Range(lowest, highest), **options)


def whole(lowest: int, highest: int, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(lowest, highest), **options)


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts as they travel: instants and days in ISO 8601, words as text."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
