"""What of a message may be shown on a page: its shape, and nothing about a person.

An operator has to see what is wrong with a message, not whom it is about. The values of fields
about persons are left out, and so are those of fields that the event does not declare, since
nobody knows what they hold; numbers that lead to a person are masked in all other texts. Whoever
needs every byte reads it on the machine itself (`lontar parked show`).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from shared.codec import STRUCTURED
from shared.events import event_type
from shared.masking import masked

HIDDEN = "•••"
LARGEST_BODY_BYTES = 64 * 1024

_PERSONAL = frozenset(("name", "nip", "email", "phone", "appointed_on", "text"))
_NAME_IS_NOBODYS = frozenset(("unit.changed",))
_ENVELOPE = frozenset(
    ("specversion", "id", "type", "source", "subject", "time", "sequence", "datacontenttype")
)
_IDENTIFIER = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def shown_body(event: str, body: bytes, content_type: str | None) -> str | None:
    """A body as indented JSON, with discretion; None: it is none, or too large to look at."""
    if len(body) > LARGEST_BODY_BYTES:
        return None
    try:
        told = json.loads(body)
        if not isinstance(told, dict):
            return None
        if (content_type or "").startswith(STRUCTURED):
            shown = _structured(event, told)
        else:
            shown = _discreet(event, told)
        return json.dumps(shown, ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return None


def shown_headers(headers: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of an event; of other headers only the names."""
    return {
        name: str(value) if name.startswith("ce-") or name == "traceparent" else HIDDEN
        for name, value in headers.items()
    }


def _structured(event: str, told: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: value if name in _ENVELOPE else HIDDEN for name, value in told.items()}
    if isinstance(data := told.get("data"), dict):
        shown["data"] = _discreet(event, data)
    return shown


def _discreet(event: str, told: Mapping[str, Any]) -> dict[str, Any]:
    declared = event_type(event)
    known = {one.name for one in fields(declared)} if declared else set()
    personal = _PERSONAL - {"name"} if event in _NAME_IS_NOBODYS else _PERSONAL
    return {
        name: _value(value, personal) if name in known and name not in personal else _gone(value)
        for name, value in told.items()
    }


def _value(value: Any, personal: frozenset[str]) -> Any:
    if isinstance(value, str):
        return value if _IDENTIFIER.fullmatch(value) else masked(value)
    if isinstance(value, list):
        return [_value(one, personal) for one in value]
    if isinstance(value, dict):
        return {
            name: _gone(one) if name in personal else _value(one, personal)
            for name, one in value.items()
        }
    return value


def _gone(value: Any) -> Any:
    """That there is something, and what kind of thing, is no secret."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [HIDDEN]
    return {HIDDEN: HIDDEN} if isinstance(value, dict) else HIDDEN
