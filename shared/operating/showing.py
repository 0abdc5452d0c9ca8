"""Everything about one message or event that did not go through, as text."""

import codecs
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from shared.database import Database
from shared.operating.listing import REFUSED
from shared.operating.looking_up import found
from shared.operating.output import moment, printable

_SHOWN_JSON_BYTES = 64 * 1024
_SHOWN_TEXT_BYTES = 4000
_SHOWN_RAW_BYTES = 512
_HEX_A_LINE = 16


def facts_of(service: str, database: Database, wanted: str, zone: ZoneInfo) -> Iterator[str]:
    """Lines for the operator. The entry must exist."""
    with database.reading() as session:
        one = found(session, service, wanted)
    told = _message(one.row, zone) if one.is_message else _refused(one.row, one.behind, zone)
    for title, value in ({"id": wanted, "service": service} | told).items():
        yield f"{title + ':':14}{printable(str(value))}"
    for done in one.notes:
        because = f": {done.reason}" if done.reason else ""
        line = f"{moment(done.at, zone)} {done.action} by {done.actor}{because}"
        yield f"{'audit:':14}{printable(line)}"
    yield "headers:"
    for name, value in json.loads(one.row.headers).items():
        yield f"  {printable(name)}: {printable(str(value))}"
    yield f"body ({len(one.row.body)} bytes):"
    yield from (f"  {line}" for line in _body(bytes(one.row.body)))


def body_of(service: str, database: Database, wanted: str) -> bytes:
    """Exactly the bytes that travelled. The entry must exist."""
    with database.reading() as session:
        return bytes(found(session, service, wanted).row.body)


def _message(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "state": row.state,
        "event": row.routing_key,
        "reason": row.reason,
        "attempts": row.attempts,
        "next attempt": moment(row.next_at, zone),
        "waits for": row.waits_for or "-",
        "exchange": row.exchange,
        "queue": row.subscription,
        "received": moment(row.received_at, zone),
        "changed": moment(row.updated_at, zone),
        "message id": row.message_id or "-",
        "content type": row.content_type or "-",
        "encoding": row.content_encoding or "-",
    }


def _refused(row: Any, behind: int, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "state": REFUSED,
        "event": row.event,
        "reason": row.reason,
        "about": row.subject,
        "waits behind": f"{behind} later events about the same",
        "exchange": row.exchange,
        "happened": moment(row.created_at, zone),
        "refused": moment(row.refused_at, zone),
    }


def _body(body: bytes) -> Iterator[str]:
    """JSON with indents, other text as it is, other bytes in hexadecimal; all that is safe."""
    if len(body) <= _SHOWN_JSON_BYTES and (lines := _json_lines(body)):
        yield from lines
        return
    try:
        # The cut may go through a letter, which is no reason for hexadecimal.
        decode = codecs.getincrementaldecoder("utf-8")().decode
        text = decode(body[:_SHOWN_TEXT_BYTES], final=len(body) <= _SHOWN_TEXT_BYTES)
        yield from (printable(line) for line in text.splitlines())
        shown = _SHOWN_TEXT_BYTES
    except UnicodeDecodeError:
        yield from _hexadecimal(body[:_SHOWN_RAW_BYTES])
        shown = _SHOWN_RAW_BYTES
    if len(body) > shown:
        yield f"… and {len(body) - shown} more bytes (--raw writes all)"


def _json_lines(body: bytes) -> list[str]:
    try:
        pretty = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return []
    return [printable(line) for line in pretty.splitlines()]


def _hexadecimal(body: bytes) -> Iterator[str]:
    for start in range(0, len(body), _HEX_A_LINE):
        some = body[start : start + _HEX_A_LINE]
        letters = "".join(chr(one) if 32 <= one < 127 else "." for one in some)
        yield f"{start:06x}  {some.hex(' '):{3 * _HEX_A_LINE}} {letters}"
