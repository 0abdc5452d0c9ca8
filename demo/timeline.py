"""What passed over the bus, and when: watched at the bus itself, not told by the story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clock import Clock
from shared.messaging.embedded import EmbeddedBus, bound_queues
from shared.messaging.envelope import Envelope

_IMPORT = "/lontar/import"


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One event that every service bound to it has taken care of.

    at         by the office's clock, when it left its publisher's outbox
    heard_by   the services it reached
    """

    at: datetime
    publisher: str
    event: str
    subject: str
    message_id: str
    heard_by: tuple[str, ...]


@dataclass(frozen=True)
class Happening:
    """Passages of one event from one publisher; at: of the first."""

    passages: tuple[Passage, ...]

    @property
    def first(self) -> Passage:
        return self.passages[0]

    @property
    def subjects(self) -> set[str]:
        return {one.subject for one in self.passages}


class Timeline:
    """Stands at the bus and notes what it confirms; what comes again is noted once."""

    def __init__(self, bus: EmbeddedBus, clock: Clock):
        self._clock = clock
        self._passages: dict[str, Passage] = {}
        self._shown = 0
        self._send = bus.send
        bus.send = self._observed  # type: ignore[method-assign]

    def has(self, event: str, subjects: set[str]) -> bool:
        """Whether this event passed for all of these subjects."""
        return subjects <= self.subjects_of(event)

    def subjects_of(self, event: str) -> set[str]:
        return {one.subject for one in self._passages.values() if one.event == event}

    def count(self) -> int:
        """Events so far."""
        return len(self._passages)

    def news(self) -> list[Happening]:
        """What passed since the last call, by publisher and event, in order of first passage."""
        fresh = list(self._passages.values())[self._shown :]
        self._shown += len(fresh)
        together: dict[tuple[str, str], list[Passage]] = {}
        for passage in sorted(fresh, key=lambda one: one.at):
            together.setdefault((passage.publisher, passage.event), []).append(passage)
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
            event=envelope.routing_key,
            subject=headers["ce-subject"],
            message_id=headers["ce-id"],
            heard_by=tuple(queue.removesuffix(f".{exchange}.v1") for queue in queues),
        )
        self._passages.setdefault(passage.message_id, passage)
