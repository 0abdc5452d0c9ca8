"""What a service tells Prometheus about the road: counted as it happens, or looked up."""

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import Counter, Gauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shared.database import Database
from shared.messaging.backlog import backlog_in

_messages = Counter(
    "lontar_messages_total", "Messages by what became of them", ["service", "queue", "outcome"]
)


_age = Gauge(
    "lontar_queue_age_seconds", "Age of the oldest event in hand; 0: idle (s)", ["service", "queue"]
)


class Outcomes:
    """Counts what becomes of messages (applied, duplicate, held, parked) and how old they are."""

    def __init__(self, service: str):
        self._service = service

    def settled(self, subscription: str, outcome: str, count: int) -> None:
        if count:
            _messages.labels(self._service, subscription, outcome).inc(count)

    def in_hand(self, subscription: str, oldest_seconds: float) -> None:
        """The oldest event of the batch that is being applied has this age (s); 0: none is."""
        _age.labels(self._service, subscription).set(max(oldest_seconds, 0.0))


class Backlog(Collector):
    """What waits in a service's database, counted when it is asked for."""

    def __init__(self, service: str, database: Database, now: Callable[[], datetime]):
        self._service = service
        self._database = database
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._database.reading() as session:
            found = backlog_in(session)
        yield self._gauge("lontar_outbox_rows", "Events not yet on the bus", found.outbox)
        yield self._gauge("lontar_outbox_refused", "Events that the broker refused", found.refused)
        yield self._gauge(
            "lontar_outbox_oldest_seconds",
            "Age of the oldest event (s)",
            found.oldest_seconds(self._now()),
        )
        yield self._gauge("lontar_held_messages", "Messages held", found.held)
        yield self._gauge("lontar_parked_messages", "Messages parked", found.parked)

    def _gauge(self, name: str, text: str, value: float) -> GaugeMetricFamily:
        gauge = GaugeMetricFamily(name, text, labels=["service"])
        gauge.add_metric([self._service], value)
        return gauge
