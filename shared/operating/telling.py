"""What operators are told over the wire: as plain types, and nothing about persons."""

import json
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from shared.database import Database
from shared.masking import masked
from shared.messaging.backlog import backlog_in
from shared.operating.discretion import shown_body, shown_headers
from shared.operating.listing import REFUSED, Entry
from shared.operating.looking_up import Found


class Running(Protocol):
    """What a process knows of itself."""

    ready: bool
    on_the_bus: bool
    relays: bool
    relay_trouble: str | None


def health_view(
    running: Running, database: Database, session: Session, now: datetime
) -> dict[str, Any]:
    """checks: what must be true; figures are null while the database is away.

    relay   here: this process does it; trouble: why the last round failed
    """
    told: dict[str, Any] = {
        "at": now.isoformat(),
        "checks": {
            "database": database.is_up(),
            "bus": running.on_the_bus,
            "consumes": running.ready,
            "relay": running.relay_trouble is None,
        },
        "relay": {"here": running.relays, "trouble": running.relay_trouble},
    }
    figures = dict.fromkeys(("outbox", "oldest_seconds", "refused", "held", "parked"))
    if not told["checks"]["database"]:
        return told | figures
    waits = backlog_in(session)
    return told | {
        "outbox": waits.outbox,
        "oldest_seconds": round(waits.oldest_seconds(now), 1),
        "refused": waits.refused,
        "held": waits.held,
        "parked": waits.parked,
    }


def entry_item(entry: Entry) -> dict[str, Any]:
    """A line of the list."""
    return {
        "parked_id": entry.id,
        "state": entry.state,
        "event": entry.event,
        "reason": masked(entry.reason),
        "attempts": entry.attempts,
        "since": entry.since.isoformat(),
        "next_at": _said(entry.next_at),
        "place": entry.place,
    }


def entry_view(service: str, wanted: str, found: Found) -> dict[str, Any]:
    """One of them. body: JSON with personal values left out; null where it cannot be shown."""
    row = found.row
    event = row.routing_key if found.is_message else row.event
    told = _message(row) if found.is_message else _refused(row, found.behind)
    return told | {
        "parked_id": wanted,
        "service": service,
        "event": event,
        "reason": masked(row.reason or ""),
        "exchange": row.exchange,
        "headers": shown_headers(json.loads(row.headers)),
        "body": shown_body(event, bytes(row.body), getattr(row, "content_type", None)),
        "body_bytes": len(row.body),
        "done_by_hand": [
            {"at": one.at.isoformat(), "by": one.actor, "action": one.action, "reason": one.reason}
            for one in found.notes
        ],
    }


def _message(row: Any) -> dict[str, Any]:
    return {
        "state": row.state,
        "attempts": row.attempts,
        "since": row.received_at.isoformat(),
        "changed_at": row.updated_at.isoformat(),
        "next_at": _said(row.next_at),
        "queue": row.subscription,
        "waits_for": row.waits_for,
        "message_id": row.message_id,
        "behind": 0,
    }


def _refused(row: Any, behind: int) -> dict[str, Any]:
    """behind: later events about the same record, which wait for this one."""
    return {
        "state": REFUSED if row.refused_at else "leaving",
        "attempts": 1,
        "since": row.created_at.isoformat(),
        "changed_at": _said(row.refused_at),
        "next_at": None,
        "queue": None,
        "waits_for": None,
        "message_id": json.loads(row.headers).get("ce-id"),
        "behind": behind,
    }


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
