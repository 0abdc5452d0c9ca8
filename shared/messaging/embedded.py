"""The bus of an installation without servers: inside one process, as safe as the broker.

It confirms a publish only when every subscription bound to it has committed (applied, held
or parked), so the relay keeps the outbox row until then and a SIGKILL loses nothing. What
was delivered but not confirmed is delivered again; the inbox makes that harmless.
"""

import threading
from collections.abc import Sequence

from shared.envelope import Envelope
from shared.messaging.failures import DependencyDown
from shared.messaging.subscriber import Subscriber
from shared.topology import CATCH_ALL, LISTENS, queue_of


class EmbeddedBus:
    """Exchanges and queues as a look-up: who is bound to this event gets it now.

    Events of one queue are delivered one batch at a time, whoever relays them.
    """

    def __init__(self) -> None:
        self._subscribers: dict[str, Subscriber] = {}
        self._turns: dict[str, threading.Lock] = {}

    def attach(self, subscriber: Subscriber) -> None:
        """Let a queue have its subscriber."""
        self._turns[subscriber.queue] = threading.Lock()
        self._subscribers[subscriber.queue] = subscriber

    def send(self, envelopes: Sequence[Envelope]) -> dict[int, str | None]:
        """Deliver to every bound queue, in order. Refuses nothing.

        Raises DependencyDown while a queue has no subscriber yet (the others still start) or
        when a subscriber's database is down; whatever was delivered will simply come again.
        """
        letters: dict[str, list[Envelope]] = {}
        for envelope in envelopes:
            for queue in bound_queues(envelope.exchange, envelope.routing_key):
                letters.setdefault(queue, []).append(envelope)
        for queue, batch in letters.items():
            if queue not in self._subscribers:
                raise DependencyDown(f"nobody consumes {queue} yet")
            with self._turns[queue]:
                self._subscribers[queue].deliver(batch)
        return {}


def bound_queues(exchange: str, event_name: str) -> list[str]:
    """The queues that an event published on an exchange reaches, by the map."""
    return [
        queue_of(service, exchange)
        for service, events in LISTENS.items()
        if event_name in events or CATCH_ALL.get(service) == exchange
    ]
