"""What did not go through: messages held or parked on arrival, events refused by the broker.

Both have an id that is unique in the installation: a message its row's own, an event
`outbox:<service>:<number>`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, desc, func, literal, select, update
from sqlalchemy.orm import Session

from shared.database import Database
from shared.envelope import Envelope
from shared.messaging import waiting as messages
from shared.messaging.tables import outbox, waiting
from shared.messaging.waiting import DISCARDED, HELD, PARKED
from shared.operating.audit import note
from shared.operating.failing import Mistake

REFUSED = "refused"
OUTBOX = "outbox"
"""Where a discarded event of one's own is said to have waited."""

_EVENT_ID = re.compile(r"outbox:(\w+):(\d{1,18})")
_BATCH = 500

_STUCK = waiting.c.state.in_((HELD, PARKED))
_REFUSED = outbox.c.refused_at.is_not(None)

# Without bodies, of which a page could hold half a gigabyte.
_ARRIVED = select(
    waiting.c.id,
    waiting.c.state,
    waiting.c.received_at.label("since"),
    waiting.c.routing_key.label("event"),
    waiting.c.reason,
).where(_STUCK)
_LEAVING = select(
    outbox.c.id,
    literal(REFUSED).label("state"),
    outbox.c.refused_at.label("since"),
    outbox.c.event,
    outbox.c.reason,
).where(_REFUSED)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the list.

    state   held: it is tried again; parked: it is not; refused: the broker would not take it
    since   when it arrived, or was refused
    """

    id: str
    state: str
    service: str
    since: datetime
    event: str
    reason: str


def newest(service: str, database: Database, limit: int) -> tuple[list[Entry], int]:
    """The newest entries of a service, and how many there are in all."""
    found: list[Any] = []
    total = 0
    with database.reading() as session:
        for entries in (_ARRIVED, _LEAVING):
            total += session.scalar(select(func.count()).select_from(entries.subquery())) or 0
            found += session.execute(entries.order_by(desc("since")).limit(limit)).all()
    listed = [
        Entry(
            id=event_id(service, row.id) if row.state == REFUSED else row.id,
            state=row.state,
            service=service,
            since=_aware(row.since),
            event=row.event,
            reason=row.reason or "",
        )
        for row in found
    ]
    return sorted(listed, key=lambda entry: entry.since, reverse=True)[:limit], total


def whose(databases: Mapping[str, Database], wanted: str) -> str:
    """The service that keeps what has this id. Raises Mistake where none does."""
    if match := _EVENT_ID.fullmatch(wanted):
        if match[1] in databases and _refused_exists(databases[match[1]], int(match[2])):
            return match[1]
    else:
        for service, database in databases.items():
            with database.reading() as session:
                if session.scalar(select(waiting.c.id).where(waiting.c.id == wanted)):
                    return service
    raise _gone(wanted)


def retry(service: str, database: Database, wanted: str, now: datetime) -> None:
    """Have one tried again by the running service, or when it starts. Raises Mistake."""
    with database.transaction() as session:
        if number := outbox_number(wanted):
            _release(session, service, [number], now)
            return
        message = messages.lock(session, wanted)
        if message is None:
            raise _gone(wanted)
        if message.subscription == OUTBOX:
            raise Mistake(f"{wanted} is an event that was discarded; later ones have overtaken it")
        messages.try_now(session, [wanted], now)
        note(session, "retry", [wanted], now)


def retry_all(
    service: str, database: Database, now: datetime, progress: Callable[[str, float], None]
) -> int:
    """The same for all that are held, parked or refused now; returns how many."""
    with database.reading() as session:
        ids = session.scalars(select(waiting.c.id).where(_STUCK).order_by(waiting.c.id)).all()
        numbers = session.scalars(select(outbox.c.id).where(_REFUSED).order_by(outbox.c.id)).all()
    retried = 0
    for place in range(0, len(ids), _BATCH):
        with database.transaction() as session:
            some = waiting.c.id.in_(ids[place : place + _BATCH]) & _STUCK
            locked = session.scalars(
                select(waiting.c.id).where(some).order_by(waiting.c.id).with_for_update()
            ).all()
            messages.try_now(session, locked, now)
            note(session, "retry", locked, now)
        retried += len(locked)
        progress(service, place / len(ids))
    for place in range(0, len(numbers), _BATCH):
        with database.transaction() as session:
            retried += _release(session, service, numbers[place : place + _BATCH], now)
    progress(service, 1.0)
    return retried


def discard(database: Database, wanted: str, reason: str, now: datetime) -> str:
    """Give one up, but keep it; returns the id under which. Raises Mistake."""
    with database.transaction() as session:
        kept = wanted
        if number := outbox_number(wanted):
            kept = _put_away(session, wanted, number, now)
        else:
            message = messages.lock(session, wanted)
            if message is None:
                raise _gone(wanted)
            if message.state == DISCARDED:
                raise Mistake(f"{wanted} was discarded before")
        messages.discard(session, kept, now)
        note(session, "discard", [kept], now, reason)
    return kept


def event_id(service: str, number: int) -> str:
    """The id of a refused event, in words."""
    return f"outbox:{service}:{number}"


def outbox_number(wanted: str) -> int | None:
    """The outbox row that an id means; None: it is the id of a message."""
    match = _EVENT_ID.fullmatch(wanted)
    return int(match[2]) if match else None


def _release(session: Session, service: str, numbers: Sequence[int], now: datetime) -> int:
    """Let the relay send refused events again; what waited behind them follows."""
    released = session.scalars(
        update(outbox)
        .where(outbox.c.id.in_(numbers), _REFUSED)
        .values(refused_at=None, reason=None)
        .returning(outbox.c.id)
    ).all()
    note(session, "retry", [event_id(service, number) for number in released], now)
    return len(released)


def _put_away(session: Session, wanted: str, number: int, now: datetime) -> str:
    """Take a refused event out of the outbox, so that its aggregate's later ones can leave."""
    wanted_row = select(outbox).where(outbox.c.id == number, _REFUSED).with_for_update()
    row = session.execute(wanted_row).one_or_none()
    if row is None:
        raise _gone(wanted)
    session.execute(delete(outbox).where(outbox.c.id == number))
    headers = json.loads(row.headers)
    envelope = Envelope(
        exchange=row.exchange,
        routing_key=row.event,
        body=bytes(row.body),
        headers=headers,
        message_id=headers.get("ce-id"),
    )
    reason = f"refused by the broker: {row.reason}"
    return messages.set_aside(session, OUTBOX, envelope, reason=reason, next_at=None, now=now)


def _refused_exists(database: Database, number: int) -> bool:
    with database.reading() as session:
        found = select(outbox.c.id).where(outbox.c.id == number, _REFUSED)
        return session.scalar(found) is not None


def _gone(wanted: str) -> Mistake:
    return Mistake(
        f"nothing held, parked or refused has the id {wanted}; "
        "it may have gone through meanwhile: see `lontar parked list`"
    )


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
