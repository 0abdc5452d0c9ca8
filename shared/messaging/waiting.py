"""Messages that could not be applied yet (held) or at all (parked), with their reason.

A row keeps the raw bytes, so that a retry sees exactly what travelled. It is written in the
transaction that takes the message off the queue: the broker never delays anything.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from shared.envelope import Envelope
from shared.ids import new_id
from shared.messaging.tables import waiting
from shared.pauses import after_attempts

HELD, PARKED, DISCARDED = "held", "parked", "discarded"
_LONGEST_PAUSE_SECONDS = 3600.0
_ARRIVED = "arrived"


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a held message is tried.

    attempts              after this many it is parked
    first_pause_seconds   before the second attempt; later ones double, up to an hour
    """

    attempts: int = 20
    first_pause_seconds: float = 1.0

    def next_at(self, attempts: int, now: datetime) -> datetime | None:
        """When to try again after this many attempts; None: park it."""
        if attempts >= self.attempts:
            return None
        pause = after_attempts(attempts, self.first_pause_seconds, _LONGEST_PAUSE_SECONDS)
        return now + timedelta(seconds=pause)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One held or parked message."""

    id: str
    state: str
    subscription: str
    envelope: Envelope
    reason: str
    waits_for: str | None
    attempts: int
    next_at: datetime | None
    received_at: datetime


def set_aside(
    session: Session,
    subscription: str,
    envelope: Envelope,
    *,
    reason: str,
    waits_for: str | None = None,
    next_at: datetime | None,
    now: datetime,
) -> str:
    """Hold (next_at given) or park a message; return the id of its row."""
    row_id = new_id()
    session.execute(
        insert(waiting).values(
            id=row_id,
            state=HELD if next_at else PARKED,
            subscription=subscription,
            exchange=envelope.exchange,
            routing_key=envelope.routing_key,
            content_type=envelope.content_type,
            content_encoding=envelope.content_encoding,
            message_id=envelope.message_id,
            headers=json.dumps(dict(envelope.headers), default=str),
            body=envelope.body,
            reason=reason,
            waits_for=waits_for,
            attempts=1,
            next_at=next_at,
            received_at=now,
            updated_at=now,
        )
    )
    return row_id


def due(session: Session, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
    """(id, subscription) of held messages whose time has come, the longest due first."""
    statement = (
        select(waiting.c.id, waiting.c.subscription)
        .where(waiting.c.next_at <= now)
        .order_by(waiting.c.next_at, waiting.c.id)
        .limit(limit)
    )
    return [(row.id, row.subscription) for row in session.execute(statement)]


def claim(session: Session, row_id: str) -> Waiting | None:
    """Lock a held message; None where another process has it or it is gone."""
    statement = (
        select(waiting)
        .where(waiting.c.id == row_id, waiting.c.state == HELD)
        .with_for_update(skip_locked=True)
    )
    row = session.execute(statement).one_or_none()
    return _from_row(row) if row else None


def done(session: Session, row_id: str) -> None:
    """Forget a message that has been applied after all."""
    session.execute(delete(waiting).where(waiting.c.id == row_id))


def put_back(
    session: Session,
    row_id: str,
    *,
    attempts: int,
    reason: str,
    waits_for: str | None,
    next_at: datetime | None,
    now: datetime,
) -> None:
    """Record a failed attempt: held until next_at, or parked where that is None."""
    session.execute(
        update(waiting)
        .where(waiting.c.id == row_id)
        .values(
            state=HELD if next_at else PARKED,
            attempts=attempts,
            reason=reason,
            waits_for=waits_for,
            next_at=next_at,
            updated_at=now,
        )
    )


def lock(session: Session, row_id: str) -> Waiting | None:
    """Lock a message, whatever its state, for an operator; None where there is none (any more)."""
    statement = select(waiting).where(waiting.c.id == row_id).with_for_update()
    row = session.execute(statement).one_or_none()
    return _from_row(row) if row else None


def try_now(session: Session, row_ids: Sequence[str], now: datetime) -> None:
    """Make messages due at once, with their patience anew. The caller has locked them."""
    session.execute(
        update(waiting)
        .where(waiting.c.id.in_(row_ids))
        .values(state=HELD, attempts=0, next_at=now, updated_at=now)
    )


def discard(session: Session, row_id: str, now: datetime) -> None:
    """Never try a message again, but keep it. The caller has locked it."""
    session.execute(
        update(waiting)
        .where(waiting.c.id == row_id)
        .values(state=DISCARDED, next_at=None, updated_at=now)
    )


def arrived(session: Session, kind: str, key: str) -> None:
    """Tell held messages that what they wait for is known now; they are due at once."""
    session.info.setdefault(_ARRIVED, set()).add(f"{kind}:{key}")


def wake(session: Session, now: datetime) -> None:
    """Make due what waits for anything that arrived in this transaction."""
    names = session.info.pop(_ARRIVED, None)
    if names:
        session.execute(
            update(waiting)
            .where(waiting.c.waits_for.in_(sorted(names)), waiting.c.state == HELD)
            .values(next_at=now)
        )


def _from_row(row: Any) -> Waiting:
    envelope = Envelope(
        exchange=row.exchange,
        routing_key=row.routing_key,
        body=bytes(row.body),
        headers=json.loads(row.headers),
        content_type=row.content_type,
        content_encoding=row.content_encoding,
        message_id=row.message_id,
    )
    return Waiting(
        id=row.id,
        state=row.state,
        subscription=row.subscription,
        envelope=envelope,
        reason=row.reason,
        waits_for=row.waits_for,
        attempts=row.attempts,
        next_at=row.next_at,
        received_at=row.received_at,
    )
