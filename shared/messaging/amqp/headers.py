"""Headers as plain JSON values, so that a message reads the same when it is tried again.

AMQP knows more types than JSON does: byte arrays, decimals, and instants, which are UTC and do
not say so.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_DEEPEST = 16
"""Levels of tables in tables that are kept; a database's JSON, and Python's, end somewhere."""


def plain(headers: Mapping[Any, Any]) -> dict[str, Any]:
    """The same headers with texts, numbers, lists and tables only."""
    return {_key(name): _plain(value, _DEEPEST) for name, value in headers.items()}


def _plain(value: Any, levels: int) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).isoformat()
    if isinstance(value, dict | list) and not levels:
        return "…"
    if isinstance(value, dict):
        return {_key(name): _plain(item, levels - 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, levels - 1) for item in value]
    return str(value)


def _key(name: Any) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
