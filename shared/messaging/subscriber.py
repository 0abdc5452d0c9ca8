"""The arriving half of the road: from a batch of envelopes to one commit.

Whatever arrives is applied, held or parked when `deliver` returns; only then may the bus
forget it. Handlers see one event and one database session, and none of this.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from sqlalchemy.orm import Session

from shared.clock import Clock
from shared.codec import Attributes, Received, Unreadable, decode
from shared.database import Database
from shared.envelope import Envelope
from shared.errors import UnknownReference
from shared.events import Event
from shared.events.hr import MessageParked
from shared.messaging import inbox, waiting
from shared.messaging.failures import DependencyDown, Failure, kind_of, reason_of
from shared.messaging.outbox import post
from shared.messaging.progress import Progress, Subject
from shared.messaging.waiting import Patience

log = structlog.get_logger(__name__)

Handle = Callable[[Any, Session], None]
Preload = Callable[[Session, Sequence[Any]], Any]


@dataclass(frozen=True, kw_only=True)
class Handler:
    """What a service does with one kind of event.

    handle       (event, session) -> None; may raise anything
    latest_wins  an older version of the aggregate changes nothing (else: each counts)
    preload      (session, events) -> rows, fetched once for a batch; what it returns is kept
                 alive so that the handler finds those rows in the database session
    """

    handle: Handle
    latest_wins: bool = False
    preload: Preload | None = None


class Observer(Protocol):
    """Who counts what became of messages (metrics)."""

    def settled(self, subscription: str, outcome: str, count: int) -> None: ...

    def in_hand(self, subscription: str, oldest_seconds: float) -> None: ...


class Subscriber:
    """One queue of one service. Safe to run in several processes at once."""

    def __init__(
        self,
        queue: str,
        service: str,
        handlers: Mapping[str, Handler],
        *,
        database: Database,
        clock: Clock,
        patience: Patience,
        observer: Observer,
    ):
        self.queue = queue
        self.service = service
        self._handlers = handlers
        self._database = database
        self._clock = clock
        self._patience = patience
        self._observer = observer

    def deliver(self, batch: Sequence[Envelope]) -> None:
        """Apply, hold or park every message of a batch, in order.

        Raises DependencyDown when the database cannot be reached: nothing was taken then.
        """
        if len(batch) > 1 and not any(envelope.redelivered for envelope in batch):
            try:
                self._take(batch)
                return
            except Exception as error:
                self._stop_if_down(error)
                log.info("batch failed, going one by one", queue=self.queue, size=len(batch))
        for envelope in batch:
            self._deliver_one(envelope)

    def idle(self) -> None:
        """Nothing is waiting in the queue."""
        self._observer.in_hand(self.queue, 0.0)

    def retry(self, row_id: str) -> None:
        """Try a held message again. Raises DependencyDown."""
        claimed = None
        try:
            with self._database.transaction() as session:
                claimed = waiting.claim(session, row_id)
                if claimed is None:
                    return
                self._apply(session, [decode(claimed.envelope, claimed.received_at)])
                waiting.done(session, row_id)
            self._observer.settled(self.queue, "applied", 1)
        except Exception as error:
            self._stop_if_down(error)
            if claimed is None:
                raise
            self._put_back(claimed, error)

    def park(self, envelope: Envelope, reason: str) -> None:
        """Set a message aside without trying it (a dead letter). Raises DependencyDown."""
        letter = self._open(envelope)
        try:
            with self._database.transaction() as session:
                if self._fresh(session, [letter]):
                    self._park(session, letter, reason)
        except Exception as error:
            self._stop_if_down(error)
            raise

    def _deliver_one(self, envelope: Envelope) -> None:
        try:
            self._take([envelope])
        except Exception as error:
            self._stop_if_down(error)
            self._set_aside(envelope, error)

    def _take(self, batch: Sequence[Envelope]) -> None:
        """Everything fresh in one transaction. The inbox makes it once."""
        opened = [self._open(envelope) for envelope in batch]
        self._tell_age(opened)
        with self._database.transaction() as session:
            fresh = self._fresh(session, opened)
            for letter in fresh:
                if isinstance(letter.content, Unreadable):
                    self._park(session, letter, str(letter.content))
            readable = [x.content for x in fresh if isinstance(x.content, Received)]
            self._apply(session, readable)
        self._observer.settled(self.queue, "applied", len(readable))
        self._observer.settled(self.queue, "duplicate", len(batch) - len(fresh))

    def _tell_age(self, letters: Sequence["_Letter"]) -> None:
        times = [x.content.event.occurred_at for x in letters if isinstance(x.content, Received)]
        if times:
            age = self._clock.now() - min(times)
            self._observer.in_hand(self.queue, age.total_seconds())

    def _open(self, envelope: Envelope) -> "_Letter":
        try:
            received = decode(envelope, self._clock.now())
            return _Letter(envelope, received.attributes, received)
        except Unreadable as error:
            return _Letter(envelope, error.attributes, error)

    def _fresh(self, session: Session, letters: Sequence["_Letter"]) -> list["_Letter"]:
        """Those that were not taken care of before, each once; without an id: all."""
        named = [letter.key for letter in letters if letter.key is not None]
        unseen = inbox.take(session, self.queue, named, self._clock.now())
        fresh = []
        for letter in letters:
            if letter.key is None:
                fresh.append(letter)
            elif letter.key in unseen:
                unseen.remove(letter.key)
                fresh.append(letter)
        return fresh

    def _apply(self, session: Session, batch: Sequence[Received]) -> None:
        ours = [received for received in batch if received.event.event_name in self._handlers]
        progress = Progress(session, self._newest(ours), self._clock.now())
        alive = self._preload(session, ours)  # only now: a competing replica has committed
        for received in ours:
            event, attributes = received.event, received.attributes
            handler = self._handlers[event.event_name]
            if handler.latest_wins and not progress.admits(
                (event.exchange, event.subject), attributes.sequence
            ):
                continue
            session.info["traceparent"] = attributes.traceparent
            handler.handle(event, session)
        session.info.pop("traceparent", None)
        progress.save()
        waiting.wake(session, self._clock.now())
        session.flush()
        del alive

    def _preload(self, session: Session, batch: Sequence[Received]) -> list[Any]:
        events: dict[str, list[Event]] = {}
        for received in batch:
            events.setdefault(received.event.event_name, []).append(received.event)
        return [
            preload(session, same)
            for name, same in events.items()
            if (preload := self._handlers[name].preload)
        ]

    def _newest(self, batch: Sequence[Received]) -> dict[Subject, int]:
        """The newest version in a batch of each subject of which the latest wins."""
        newest: dict[Subject, int] = {}
        for received in batch:
            event, sequence = received.event, received.attributes.sequence
            if self._handlers[event.event_name].latest_wins and sequence is not None:
                subject = (event.exchange, event.subject)
                newest[subject] = max(sequence, newest.get(subject, sequence))
        return newest

    def _set_aside(self, envelope: Envelope, error: Exception) -> None:
        """Hold or park one message whose own transaction failed."""
        now = self._clock.now()
        next_at = self._patience.next_at(1, now) if kind_of(error) is Failure.LATER else None
        letter = self._open(envelope)
        try:
            with self._database.transaction() as session:
                if not self._fresh(session, [letter]):
                    return
                if next_at is None:
                    self._park(session, letter, reason_of(error))
                else:
                    self._hold(session, letter, error, next_at)
        except Exception as second:
            self._stop_if_down(second)
            raise

    def _hold(
        self, session: Session, letter: "_Letter", error: Exception, next_at: datetime
    ) -> None:
        waiting.set_aside(
            session,
            self.queue,
            letter.envelope,
            reason=reason_of(error),
            waits_for=_waits_for(error),
            next_at=next_at,
            now=self._clock.now(),
        )
        self._observer.settled(self.queue, "held", 1)
        log.info("held", queue=self.queue, type=letter.attributes.type, reason=reason_of(error))

    def _put_back(self, claimed: waiting.Waiting, error: Exception) -> None:
        now = self._clock.now()
        attempts = claimed.attempts + 1
        later = kind_of(error) is Failure.LATER
        next_at = self._patience.next_at(attempts, now) if later else None
        with self._database.transaction() as session:
            if waiting.claim(session, claimed.id) is None:
                return
            waiting.put_back(
                session,
                claimed.id,
                attempts=attempts,
                reason=reason_of(error),
                waits_for=_waits_for(error),
                next_at=next_at,
                now=now,
            )
            if next_at is None:
                letter = self._open(claimed.envelope)
                self._tell_sender(session, letter.attributes, claimed.id, reason_of(error))

    def _park(self, session: Session, letter: "_Letter", reason: str) -> None:
        row_id = waiting.set_aside(
            session,
            self.queue,
            letter.envelope,
            reason=reason,
            next_at=None,
            now=self._clock.now(),
        )
        self._tell_sender(session, letter.attributes, row_id, reason)

    def _tell_sender(
        self, session: Session, attributes: Attributes, row_id: str, reason: str
    ) -> None:
        self._observer.settled(self.queue, "parked", 1)
        log.warning(
            "parked",
            queue=self.queue,
            parked_id=row_id,
            type=attributes.type,
            message_id=attributes.message_id,
            reason=reason,
        )
        parked = MessageParked(
            occurred_at=self._clock.now(),
            id=attributes.message_id or row_id,
            type=attributes.type,
            reason=reason,
            source=attributes.source,
            parked_by=self.service,
            parked_id=row_id,
        )
        post(session, parked, sequence=1)

    def _stop_if_down(self, error: Exception) -> None:
        if kind_of(error) is Failure.DOWN:
            raise DependencyDown(reason_of(error)) from error


@dataclass(frozen=True)
class _Letter:
    """An envelope and what was found inside."""

    envelope: Envelope
    attributes: Attributes
    content: Received | Unreadable

    @property
    def key(self) -> inbox.Key | None:
        """None where nothing says that two copies are the same message."""
        if self.attributes.message_id is None:
            return None
        return (self.attributes.source, self.attributes.message_id)


def _waits_for(error: Exception) -> str | None:
    return error.waits_for if isinstance(error, UnknownReference) else None
