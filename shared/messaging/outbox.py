"""Events leave with the transaction that made them true, or not at all."""

import json
import secrets
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session

from shared.bulk import insert_rows
from shared.codec import encode, headers_of
from shared.events import Event
from shared.ids import new_id
from shared.messaging.tables import outbox

_PENDING = "outbox_rows"


class Aggregate(Protocol):
    """A row whose events are counted. The caller holds its lock."""

    version: int


def publish(session: Session, aggregate: Aggregate, *events: Event) -> None:
    """Write events of one aggregate to the outbox of this transaction, in order.

    Each takes the aggregate's next version as its `ce-sequence`.
    """
    for happened in events:
        aggregate.version += 1
        post(session, happened, sequence=aggregate.version)


def post(session: Session, happened: Event, *, sequence: int, source: str | None = None) -> None:
    """Write one event under a sequence of the caller's; source defaults to this service."""
    headers = headers_of(
        happened,
        event_id=new_id(),
        source=source or session.info["source"],
        sequence=sequence,
        traceparent=session.info.get("traceparent") or new_traceparent(),
    )
    session.info.setdefault(_PENDING, []).append(
        {
            "exchange": happened.exchange,
            "event": happened.event_name,
            "subject": happened.subject,
            "headers": json.dumps(headers),
            "body": encode(happened),
            "created_at": happened.occurred_at,
        }
    )


def has_published(session: Session) -> bool:
    """Whether this transaction, now committed, left something to relay."""
    return bool(session.info.get("published"))


def new_traceparent() -> str:
    """A new W3C trace context: this event begins the story."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """One statement for all; the identity is taken now, while the aggregates are locked."""
    rows: list[dict[str, Any]] | None = session.info.pop(_PENDING, None)
    if rows:
        session.flush()
        insert_rows(session, outbox, rows)
        session.info["published"] = True
