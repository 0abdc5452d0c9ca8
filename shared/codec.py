"""Event to JSON and back: CloudEvents 1.0, binary mode out, binary or structured in.

The event classes are the schema. Readers ignore unknown fields.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec

from shared.envelope import Envelope, storable
from shared.events import Event, event_type

MAX_BODY_BYTES = 1024 * 1024
BINARY = "application/json"
STRUCTURED = "application/cloudevents+json"
_LAST_SEQUENCE = 2**63 - 1
_PLAIN_ENCODINGS = (None, "", "utf-8", "utf8", "us-ascii", "ascii", "binary", "identity")


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """What a message says about itself, before its data is looked at.

    message_id   what makes it the same message when it comes twice; None: it cannot be told
    sequence     version of its aggregate, from 1; None where the publisher does not count, or
                 counts in a way of its own
    """

    type: str
    source: str
    message_id: str | None
    occurred_at: Any
    sequence: int | None
    traceparent: str | None


class Unreadable(Exception):
    """The message can never be understood; its text says why, in words for the sender."""

    attributes: Attributes


@dataclass(frozen=True, kw_only=True)
class Received:
    """An event with what is known of its journey."""

    event: Event
    attributes: Attributes


def encode(event: Event) -> bytes:
    """The JSON body of an event: plain types, instants with offset."""
    data = {name: value for name, value in vars(event).items() if name != "occurred_at"}
    return msgspec.json.encode(data)


def headers_of(
    event: Event, *, event_id: str, source: str, sequence: int, traceparent: str
) -> dict[str, Any]:
    """The CloudEvents attributes of an outgoing event, as AMQP headers."""
    return {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": event.event_name,
        "ce-source": source,
        "ce-time": event.occurred_at.isoformat(),
        "ce-subject": event.subject,
        "ce-sequence": sequence,
        "ce-dataschema": f"urn:lontar:schema:{event.event_name}:v1",
        "traceparent": traceparent,
    }


def attributes_of(envelope: Envelope) -> Attributes:
    """What the headers say, even of a message whose body turns out to be unreadable.

    Never raises: what cannot be made out is left to `decode` to complain about.
    """
    headers = envelope.headers
    return Attributes(
        type=_text(headers.get("ce-type")) or _text(envelope.routing_key) or "",
        source=_text(headers.get("ce-source")) or _text(envelope.exchange) or "",
        message_id=_text(headers.get("ce-id")) or _text(envelope.message_id),
        occurred_at=_instant(headers.get("ce-time")),
        sequence=_sequence(headers.get("ce-sequence")),
        traceparent=_text(headers.get("traceparent")),
    )


def decode(envelope: Envelope, now: datetime) -> Received:
    """Understand a message; now stands in for a missing `ce-time`.

    Raises Unreadable with the reason: size, content type or encoding, malformed JSON,
    an unknown type, a type that disagrees with the routing key, or data off its schema.
    """
    attributes = attributes_of(envelope)
    try:
        data = _open(envelope)
        if _media_type(envelope) == STRUCTURED:
            attributes = _structured_attributes(data, envelope)
            _check_structured(data)
            data = _structured_data(data)
        return Received(event=_event(data, attributes, envelope, now), attributes=attributes)
    except Unreadable as error:
        error.attributes = attributes
        raise


def _event(data: Any, attributes: Attributes, envelope: Envelope, now: datetime) -> Event:
    if not isinstance(data, dict):
        raise Unreadable(f"the data is not a JSON object but {type(data).__name__}")
    if attributes.type != envelope.routing_key:
        raise Unreadable(
            f"ce-type {attributes.type!r} disagrees with the routing key {envelope.routing_key!r}"
        )
    declared = event_type(attributes.type)
    if declared is None or declared.exchange != envelope.exchange:
        raise Unreadable(f"unknown event {attributes.type!r} on {envelope.exchange}")
    try:
        given = _without_empty_options(data, declared)
        return msgspec.convert({**given, "occurred_at": attributes.occurred_at or now}, declared)
    except msgspec.ValidationError as error:
        raise Unreadable(f"{attributes.type} is off its schema: {error}") from error


def _without_empty_options(data: dict[str, Any], declared: type[Event]) -> dict[str, Any]:
    """A null in an optional field means that there is nothing: many systems send it so."""
    optional = _optional_fields(declared.event_name)
    return {key: value for key, value in data.items() if value is not None or key not in optional}


@cache
def _optional_fields(event_name: str) -> frozenset[str]:
    declared = event_type(event_name)
    described = fields(declared) if declared else ()
    return frozenset(
        each.name
        for each in described
        if each.default is not MISSING or each.default_factory is not MISSING
    )


def _open(envelope: Envelope) -> Any:
    if len(envelope.body) > MAX_BODY_BYTES:
        raise Unreadable(
            f"the body has {len(envelope.body)} bytes; at most {MAX_BODY_BYTES} are read"
        )
    if (envelope.content_encoding or "").lower() not in _PLAIN_ENCODINGS:
        raise Unreadable(f"unknown content encoding {envelope.content_encoding!r}")
    if _media_type(envelope) not in (BINARY, STRUCTURED):
        raise Unreadable(f"unknown content type {envelope.content_type!r}")
    if _text(envelope.headers.get("ce-specversion", "1.0")) != "1.0":
        raise Unreadable(f"unknown CloudEvents version {envelope.headers['ce-specversion']!r}")
    return _parse(envelope.body)


def _media_type(envelope: Envelope) -> str:
    return (envelope.content_type or BINARY).split(";")[0].strip().lower()


def _structured_attributes(content: Any, envelope: Envelope) -> Attributes:
    """The same attributes, read from inside the body."""
    inside = content if isinstance(content, dict) else {}
    headers = {f"ce-{name}": inside.get(name) for name in ("id", "source", "type", "time")}
    headers["traceparent"] = inside.get("traceparent")
    headers["ce-sequence"] = inside.get("sequence")
    return attributes_of(replace(envelope, headers=headers))


def _check_structured(content: Any) -> None:
    if not isinstance(content, dict):
        raise Unreadable("a structured CloudEvent must be a JSON object")
    if content.get("specversion") != "1.0":
        raise Unreadable(f"unknown CloudEvents version {content.get('specversion')!r}")
    missing = [name for name in ("id", "source", "type") if not _text(content.get(name))]
    if missing:
        raise Unreadable(f"a structured CloudEvent needs {', '.join(missing)}")


def _structured_data(content: Mapping[str, Any]) -> Any:
    if "data_base64" not in content:
        return content.get("data")
    try:
        return _parse(base64.b64decode(content["data_base64"], validate=True))
    except (binascii.Error, TypeError, ValueError) as error:
        raise Unreadable(f"data_base64 is not base64: {error}") from error


def _parse(body: bytes) -> Any:
    try:
        content = msgspec.json.decode(body)
        holds_nul = b"\\u0000" in body and _holds_nul(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"malformed JSON: {error}") from error
    except RecursionError as error:
        raise Unreadable("malformed JSON: nested too deeply") from error
    if holds_nul:
        raise Unreadable("a text holds the NUL character, which no database stores")
    return content


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any("\x00" in key or _holds_nul(item) for key, item in value.items())
    return isinstance(value, list) and any(_holds_nul(item) for item in value)


def _text(value: Any) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return storable(value)[:512] if isinstance(value, str) and value else None


def _instant(value: Any) -> Any:
    """`ce-time`: a text, or AMQP's own timestamp, which is UTC and does not say so."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _sequence(value: Any) -> int | None:
    """An event must not be lost over its version: what is none does not count."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    counts = isinstance(value, int) and not isinstance(value, bool)
    return value if counts and 1 <= value <= _LAST_SEQUENCE else None
