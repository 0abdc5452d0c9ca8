"""Pieces that requests are made of."""

from typing import Any

from marshmallow import fields, validate

from shared.service.requests import Request, Title


def whole(lowest: int, highest: int, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(lowest, highest), **options)


class Words(Request):
    """A text in both languages."""

    id = Title(required=True)
    en = Title(required=True)
