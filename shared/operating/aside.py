"""What did not go through, put right by hand: tried again, or given up. Both are audited."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shared.database import Database
from shared.envelope import Envelope
from shared.errors import Conflict, NotFound
from shared.messaging import waiting as messages
from shared.messaging.tables import outbox, waiting
from shared.messaging.waiting import DISCARDED, HELD
from shared.operating.audit import note
from shared.operating.listing import (
    REFUSED_ROWS,
    STUCK,
    event_id,
    named_service,
    outbox_number,
)

OUTBOX = "outbox"
"""Where a discarded event of one's own is said to have waited."""

_BATCH = 500


class NotWaiting(NotFound):
    """There is no such message or event, or there is none any more."""

    def __init__(self, wanted: str):
        Exception.__init__(
            self,
            f"nothing held, parked or refused has the id {wanted}; it may have gone through "
            "meanwhile: see `lontar parked list`",
        )


def whose(databases: Mapping[str, Database], wanted: str) -> str:
    """The service that keeps what has this id. Raises NotWaiting where none does."""
    if (named := named_service(wanted)) is not None:
        number = outbox_number(wanted) or 0
        if named in databases and _refused_exists(databases[named], number):
            return named
    else:
        for service, database in databases.items():
            with database.reading() as session:
                if session.scalar(select(waiting.c.id).where(waiting.c.id == wanted)):
                    return service
    raise NotWaiting(wanted)


def retry(
    session: Session, service: str, wanted: str, now: datetime, by: str | None = None
) -> None:
    """Have one tried again by the running service, or when it starts.

    by   who says so; None: the person at the terminal

    Raises NotWaiting, Conflict (it is due already, later events have overtaken it).
    """
    if (number := own_event(service, wanted)) is not None:
        if not _release(session, service, [number], now, by):
            raise _not_refused(session, wanted, number)
        return
    message = messages.lock(session, wanted)
    if message is None:
        raise NotWaiting(wanted)
    if message.subscription == OUTBOX:
        raise Conflict(f"{wanted} is an event that was discarded; later ones have overtaken it")
    if message.state == HELD and message.attempts == 0:
        raise Conflict(f"{wanted} was retried before; {service} tries it as soon as it runs")
    messages.try_now(session, [wanted], now)
    note(session, "retry", [wanted], now, actor=by)


def retry_all(
    service: str, database: Database, now: datetime, progress: Callable[[str, float], None]
) -> int:
    """The same for all that are held, parked or refused now; returns how many."""
    with database.reading() as session:
        ids = session.scalars(select(waiting.c.id).where(STUCK).order_by(waiting.c.id)).all()
        numbers = session.scalars(
            select(outbox.c.id).where(REFUSED_ROWS).order_by(outbox.c.id)
        ).all()
    retried = 0
    for place in range(0, len(ids), _BATCH):
        with database.transaction() as session:
            some = waiting.c.id.in_(ids[place : place + _BATCH]) & STUCK
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


def discard(
    session: Session, service: str, wanted: str, reason: str, now: datetime, by: str | None = None
) -> str:
    """Give one up, but keep it; returns the id under which.

    by   as for `retry`

    Raises NotWaiting, Conflict (it was discarded before).
    """
    kept = wanted
    if (number := own_event(service, wanted)) is not None:
        kept = _put_away(session, wanted, number, now)
    else:
        message = messages.lock(session, wanted)
        if message is None:
            raise NotWaiting(wanted)
        if message.state == DISCARDED:
            raise Conflict(f"{wanted} was discarded before")
    messages.discard(session, kept, now)
    note(session, "discard", [kept], now, reason, by)
    return kept


def own_event(service: str, wanted: str) -> int | None:
    """The outbox row that is meant; None: a message is. Raises NotWaiting: another service's."""
    if named_service(wanted) not in (None, service):
        raise NotWaiting(wanted)
    return outbox_number(wanted)


def _release(
    session: Session,
    service: str,
    numbers: Sequence[int],
    now: datetime,
    by: str | None = None,
) -> int:
    """Let the relay send refused events again; what waited behind them follows."""
    released = session.scalars(
        update(outbox)
        .where(outbox.c.id.in_(numbers), REFUSED_ROWS)
        .values(refused_at=None, reason=None)
        .returning(outbox.c.id)
    ).all()
    note(session, "retry", [event_id(service, number) for number in released], now, actor=by)
    return len(released)


def _put_away(session: Session, wanted: str, number: int, now: datetime) -> str:
    """Take a refused event out of the outbox, so that its aggregate's later ones can leave."""
    wanted_row = select(outbox).where(outbox.c.id == number, REFUSED_ROWS).with_for_update()
    row = session.execute(wanted_row).one_or_none()
    if row is None:
        raise NotWaiting(wanted)
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


def _not_refused(session: Session, wanted: str, number: int) -> Exception:
    """Why an event cannot be released: it was, or it has left."""
    if session.scalar(select(outbox.c.id).where(outbox.c.id == number)) is None:
        return NotWaiting(wanted)
    return Conflict(f"{wanted} was retried before; it leaves as soon as the broker takes it")


def _refused_exists(database: Database, number: int) -> bool:
    with database.reading() as session:
        found = select(outbox.c.id).where(outbox.c.id == number, REFUSED_ROWS)
        return session.scalar(found) is not None
