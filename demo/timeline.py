"""What passed over the bus, and when: watched at the bus itself, not told by the story."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from shared.clock import Clock
from shared.codec import decode
from shared.envelope import Envelope
from shared.events import Event
from shared.messaging.embedded import EmbeddedBus, bound_queues

_IMPORT = "/lontar/import"

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One event that every service bound to it has taken care of.

    at         by the office's clock, when it left its publisher's outbox
    heard_by   the services it reached
    """

    at: datetime
    publisher: str
    event: Event
    message_id: str
    heard_by: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.event.event_name


@dataclass(frozen=True)
class Happening:
    """Passages of one event from one publisher, in the order of passage."""

    passages: tuple[Passage, ...]

    @property
    def first(self) -> Passage:
        return self.passages[0]


class Timeline:
    """Stands at the bus and notes what it confirms; what comes again is noted once."""

    def __init__(self, bus: EmbeddedBus, clock: Clock):
        self._clock = clock
        self._passages: dict[str, Passage] = {}
        self._by_kind: dict[type[Event], list[Event]] = defaultdict(list)
        self._told = 0
        self._send = bus.send
        bus.send = self._observed  # type: ignore[method-assign]

    @property
    def passages(self) -> list[Passage]:
        """Everything so far."""
        return list(self._passages.values())

    def events(self, kind: type[Kind]) -> list[Kind]:
        """Events of one kind so far."""
        return list(cast(list[Kind], self._by_kind[kind]))

    def has(self, kind: type[Event], subjects: set[str]) -> bool:
        """Whether this event passed for all of these subjects."""
        return subjects <= {one.subject for one in self.events(kind)}

    def news(self) -> list[Happening]:
        """What passed since the last call, by publisher and event, in order of first passage."""
        fresh = self.passages[self._told :]
        self._told += len(fresh)
        together: dict[tuple[str, str], list[Passage]] = {}
        for passage in sorted(fresh, key=lambda one: one.at):
            together.setdefault((passage.publisher, passage.name), []).append(passage)
        return [Happening(tuple(passages)) for passages in together.values()]

    def _observed(self, envelopes: Sequence[Envelope]) -> dict[int, str]:
        left_at = self._clock.now()
        refused = self._send(envelopes)
        for index, envelope in enumerate(envelopes):
            if index not in refused:
                self._note(envelope, left_at)
        return refused

    def _note(self, envelope: Envelope, at: datetime) -> None:
        headers, exchange = envelope.headers, envelope.exchange
        queues = bound_queues(exchange, envelope.routing_key)
        imported = headers["ce-source"] == _IMPORT
        passage = Passage(
            at=at,
            publisher="import" if imported else exchange.removesuffix(".events"),
            event=decode(envelope, at).event,
            message_id=headers["ce-id"],
            heard_by=tuple(queue.removesuffix(f".{exchange}.v1") for queue in queues),
        )
        if passage.message_id not in self._passages:
            self._passages[passage.message_id] = passage
            self._by_kind[type(passage.event)].append(passage.event)
