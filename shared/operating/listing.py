"""The list of what did not go through: messages held or parked, events the broker refused.

Both have an id that is unique in the installation: a message its row's own, an event
`outbox:<service>:<number>`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, desc, func, literal, null, or_, select
from sqlalchemy.orm import Session

from shared.errors import ValidationError
from shared.messaging.tables import outbox, waiting
from shared.messaging.waiting import DISCARDED, HELD, PARKED

REFUSED = "refused"
STATES = (PARKED, HELD, REFUSED, DISCARDED)

STUCK = waiting.c.state.in_((HELD, PARKED))
REFUSED_ROWS = outbox.c.refused_at.is_not(None)

_EVENT_ID = re.compile(r"outbox:(\w+):(\d{1,18})")

# Without bodies, of which a page could hold half a gigabyte.
_ARRIVED = select(
    waiting.c.id,
    waiting.c.state,
    waiting.c.received_at.label("since"),
    waiting.c.routing_key.label("event"),
    waiting.c.reason,
    waiting.c.attempts,
    waiting.c.next_at,
)
_LEAVING = select(
    outbox.c.id,
    literal(REFUSED).label("state"),
    outbox.c.refused_at.label("since"),
    outbox.c.event,
    outbox.c.reason,
    literal(1).label("attempts"),
    null().label("next_at"),
).where(REFUSED_ROWS)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the list.

    state     held: it is tried again; parked: it is not; refused: the broker would not take it;
              discarded: somebody gave it up
    since     when it arrived, or was refused
    next_at   when it is tried again; None: not by itself
    """

    id: str
    state: str
    service: str
    since: datetime
    event: str
    reason: str
    attempts: int
    next_at: datetime | None

    @property
    def place(self) -> str:
        """Where the list goes on behind this line."""
        return f"{self.since.isoformat()} {self.id}"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines; None: all that wait, of whatever event, from the newest on.

    after   the `place` of a line
    """

    state: str | None = None
    event: str | None = None
    after: str | None = None
    limit: int = 50


def newest(session: Session, service: str, wanted: Wanted) -> list[Entry]:
    """The newest lines of a service. Raises ValidationError where `after` is no place."""
    found: list[Any] = []
    for lines, behind in _both(wanted):
        if wanted.after:
            lines = lines.where(behind(*_place(wanted.after)))
        found += session.execute(lines.order_by(desc("since"), desc("id")).limit(wanted.limit))
    found.sort(key=_order, reverse=True)
    return [_entry(service, row) for row in found[: wanted.limit]]


def number_of(session: Session, wanted: Wanted) -> int:
    """How many lines there are in all, wherever the list begins."""
    counted = (select(func.count()).select_from(lines.subquery()) for lines, _ in _both(wanted))
    return sum(session.scalar(one) or 0 for one in counted)


def event_id(service: str, number: int) -> str:
    """The id of a refused event, in words."""
    return f"outbox:{service}:{number}"


def outbox_number(wanted: str) -> int | None:
    """The outbox row that an id means; None: it is the id of a message."""
    match = _EVENT_ID.fullmatch(wanted)
    return int(match[2]) if match else None


def named_service(wanted: str) -> str | None:
    """The service that the id of an event names; None: it is the id of a message."""
    match = _EVENT_ID.fullmatch(wanted)
    return match[1] if match else None


def _both(wanted: Wanted) -> list[tuple[Select[Any], Any]]:
    """Messages and events, with what comes behind a place in each."""
    found: list[tuple[Select[Any], Any]] = []
    if wanted.state != REFUSED:
        state = STUCK if wanted.state is None else waiting.c.state == wanted.state
        arrived = _ARRIVED.where(state)
        if wanted.event:
            arrived = arrived.where(waiting.c.routing_key == wanted.event)
        found.append((arrived, _messages_behind))
    if wanted.state in (None, REFUSED):
        leaving = _LEAVING.where(outbox.c.event == wanted.event) if wanted.event else _LEAVING
        found.append((leaving, _events_behind))
    return found


def _messages_behind(since: datetime, wanted: str) -> ColumnElement[bool]:
    """Of one moment messages come first, then events; each from the newest on."""
    at = waiting.c.received_at
    if outbox_number(wanted) is not None:
        return at < since
    return or_(at < since, and_(at == since, waiting.c.id < wanted))


def _events_behind(since: datetime, wanted: str) -> ColumnElement[bool]:
    at, number = outbox.c.refused_at, outbox_number(wanted)
    if number is None:
        return at <= since
    return or_(at < since, and_(at == since, outbox.c.id < number))


def _order(row: Any) -> tuple[datetime, bool, str]:
    is_message = row.state != REFUSED
    return _aware(row.since), is_message, row.id if is_message else f"{row.id:020}"


def _place(after: str) -> tuple[datetime, str]:
    since, _, wanted = after.partition(" ")
    try:
        at = datetime.fromisoformat(since)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not wanted:
        raise ValidationError(
            "the arguments are not valid", {"after": ["must be `next` of an earlier answer"]}
        )
    return at, wanted


def _entry(service: str, row: Any) -> Entry:
    return Entry(
        id=event_id(service, row.id) if row.state == REFUSED else row.id,
        state=row.state,
        service=service,
        since=_aware(row.since),
        event=row.event,
        reason=row.reason or "",
        attempts=row.attempts,
        next_at=row.next_at,
    )


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
