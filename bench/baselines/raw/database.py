"""Plain psycopg2: rows in by COPY, events through the outbox and the inbox."""

import io
import os
from collections.abc import Iterable, Sequence

import msgspec
import psycopg2

from bench.baselines.rules import new_id

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def connect():
    """A connection to DATABASE_URL."""
    return psycopg2.connect(os.environ["DATABASE_URL"])


def insert(cursor, table: str, columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Copy rows into a table; None becomes null."""
    lines = "\n".join("\t".join(map(_field, row)) for row in rows)
    cursor.copy_from(io.StringIO(lines), table, columns=columns)


def _field(value) -> str:
    return "\\N" if value is None else str(value).translate(_ESCAPES)


def send(cursor, events: Iterable[tuple[str, str, int, dict]]) -> None:
    """Put (name, subject, version, data) into the outbox and wake the relay."""
    columns = ("event_id", "name", "subject", "version", "body")
    rows = [
        (new_id(), name, subject, version, msgspec.json.encode(data).decode())
        for name, subject, version, data in events
    ]
    insert(cursor, "outbox", columns, rows)
    cursor.execute("notify outbox")


def receive(cursor, subscription: str, messages: Sequence) -> list[tuple[str, dict]]:
    """Record a batch in the inbox; returns (name, data) of what was not there yet."""
    headers = [message.headers for message in messages]
    cursor.execute(
        "insert into inbox (subscription, source, event_id)"
        " select %s, * from unnest(%s::text[], %s::uuid[])"
        " on conflict do nothing returning source, event_id::text",
        (subscription, [h["ce-source"] for h in headers], [h["ce-id"] for h in headers]),
    )
    fresh = set(cursor.fetchall())
    received = []
    for header, message in zip(headers, messages, strict=True):
        key = header["ce-source"], header["ce-id"]
        if key in fresh:
            fresh.remove(key)  # a batch may hold the same event twice
            received.append((header["ce-type"], msgspec.json.decode(message.body)))
    return received
