"""Runs one service's side of the road: its subscribers, its relay, its retries, its cleaning."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from nameko.extensions import ProviderCollector, SharedExtension
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.envelope import Envelope
from shared.messaging import upkeep, waiting
from shared.messaging.amqp.consumer import QueueConsumer
from shared.messaging.amqp.dead_letters import parker
from shared.messaging.amqp.publisher import AmqpPublisher
from shared.messaging.failures import DependencyDown, reason_of
from shared.messaging.outbox import has_published
from shared.messaging.relay import Relay
from shared.messaging.subscriber import Handler, Subscriber
from shared.messaging.waiting import Patience
from shared.metrics import Outcomes
from shared.pauses import growing
from shared.service.wiring import CONFIG_KEY, Wiring
from shared.topology import dead_queue_of, queue_of

log = structlog.get_logger(__name__)

_POLL_SECONDS = 0.2
_RETRY_SECONDS = 0.5
_UPKEEP_SECONDS = 3600.0
_RETRIES_A_ROUND = 200
_RELAYING = "relaying"


class Road(SharedExtension, ProviderCollector):
    """One for each service in a process."""

    def setup(self) -> None:
        self.wiring: Wiring = self.container.config[CONFIG_KEY]
        self.service = self.container.service_name
        self.database = self.wiring.databases[self.service]
        self.stopping = threading.Event()
        self.wake = threading.Event()
        self.consumers: list[QueueConsumer] = []
        self.subscribers: dict[str, Subscriber] = {}
        self._publisher: AmqpPublisher | None = None
        self._relayer: Relay | None = None
        self._troubles: dict[str, str] = {}
        self._arrivals: list[Any] = []
        self._loops: list[Any] = []

    def start(self) -> None:
        self.subscribers = self._subscribers()
        self.database.after_commit(self._wake_relay)
        self._relay()
        if self.wiring.bus:
            for subscriber in self.subscribers.values():
                self.wiring.bus.attach(subscriber)
        else:
            self._consume()
        self._every(_RETRY_SECONDS, self._retry_held)
        self._every(_UPKEEP_SECONDS, self._clean)

    @property
    def ready(self) -> bool:
        """Whether every queue is being consumed."""
        return all(consumer.ready for consumer in self.consumers)

    @property
    def on_the_bus(self) -> bool:
        """Whether the bus lets this process take anything from it."""
        return not self.consumers or any(consumer.ready for consumer in self.consumers)

    @property
    def relays(self) -> bool:
        """Whether it is this process that empties the outbox; one of a service does."""
        return self._relayer is not None and self._relayer.active

    @property
    def relay_trouble(self) -> str | None:
        """Why the last round of the relay failed; None: it did not."""
        return self._troubles.get(_RELAYING)

    def stop_arrivals(self) -> None:
        """Finish and acknowledge the batches in hand; take no more."""
        for consumer in self.consumers:
            consumer.stop()
        for thread in self._arrivals:
            thread.wait()

    def stop(self) -> None:
        """Relay what the last commits left, then end the loops."""
        self.stopping.set()
        self.wake.set()
        if self._publisher:
            self._publisher.patient = False
        for thread in self._loops:
            thread.wait()
        super().stop()

    def _wake_relay(self, session: Session) -> None:
        if has_published(session):
            self.wake.set()

    def _subscribers(self) -> dict[str, Subscriber]:
        service = self._service_object()
        handlers: dict[str, dict[str, Handler]] = {}
        for entrypoint in self._providers:
            declared = entrypoint.event
            handlers.setdefault(declared.exchange, {})[declared.event_name] = Handler(
                handle=getattr(service, entrypoint.method_name),
                latest_wins=entrypoint.latest_wins,
                preload=entrypoint.preload,
            )
        settings = self.wiring.settings
        return {
            queue: Subscriber(
                queue,
                self.service,
                handlers[exchange],
                database=self.database,
                clock=self.wiring.clock,
                patience=Patience(
                    attempts=settings.hold_attempts,
                    first_pause_seconds=settings.hold_first_pause_seconds,
                ),
                observer=Outcomes(self.service),
            )
            for exchange in handlers
            for queue in [queue_of(self.service, exchange)]
        }

    def _service_object(self) -> Any:
        """The service with its dependencies, as nameko would make it for one worker."""
        service = self.container.service_cls()
        for provider in self.container.dependencies:
            setattr(service, provider.attr_name, provider.get_dependency(None))
        return service

    def _consume(self) -> None:
        for subscriber in self.subscribers.values():
            self._add_consumer(subscriber.queue, subscriber.deliver, subscriber.idle)
        self._add_consumer(dead_queue_of(self.service), parker(self._park))

    def _add_consumer(
        self,
        queue: str,
        deliver: Callable[[list[Envelope]], None],
        idle: Callable[[], None] = lambda: None,
    ) -> None:
        settings = self.wiring.settings
        consumer = QueueConsumer(
            str(settings.amqp_uri),
            queue,
            deliver,
            batch_size=settings.batch_size,
            linger_ms=settings.batch_linger_ms,
            is_up=self.database.is_up,
            idle=idle,
        )
        self.consumers.append(consumer)
        self._arrivals.append(self.container.spawn_managed_thread(consumer.run))

    def _park(self, queue: str, envelope: Envelope, reason: str) -> None:
        anyone = next(iter(self.subscribers.values()))
        self.subscribers.get(queue, anyone).park(envelope, reason)

    def _relay(self) -> None:
        if self.wiring.bus is None:
            self._publisher = AmqpPublisher(str(self.wiring.settings.amqp_uri))
        outlet = self.wiring.bus or self._publisher
        assert outlet is not None
        relay = self._relayer = Relay(self.service, self.database, outlet, self.wiring.clock)

        def run() -> None:
            pauses = growing(0.2, 15.0)
            while not self.stopping.is_set():
                self.wake.wait(_POLL_SECONDS)
                self.wake.clear()
                if self._safely(_RELAYING, relay.pump):
                    pauses = growing(0.2, 15.0)
                else:
                    self.stopping.wait(next(pauses))
                if self._publisher:
                    self._publisher.keep_alive()
            self._safely(_RELAYING, relay.pump)
            relay.close()
            if self._publisher:
                self._publisher.close()

        self._loops.append(self.container.spawn_managed_thread(run))

    def _every(self, seconds: float, work: Callable[[], Any]) -> None:
        def run() -> None:
            while not self.stopping.wait(seconds):
                self._safely(work.__name__.strip("_"), work)

        self._loops.append(self.container.spawn_managed_thread(run))

    def _safely(self, doing: str, work: Callable[[], Any]) -> bool:
        """A dependency that is away, or a defect in one round, must not end the loop."""
        try:
            work()
            self._troubles.pop(doing, None)
            return True
        except (DependencyDown, SQLAlchemyError, OSError) as error:
            reason = self._troubles[doing] = reason_of(error)
            log.error("cannot work now", service=self.service, doing=doing, reason=reason)
        except Exception as error:
            self._troubles[doing] = f"a defect ({type(error).__name__}): see the log"
            log.exception("a defect", service=self.service, doing=doing)
        return False

    def _retry_held(self) -> None:
        with self.database.reading() as session:
            due = waiting.due(session, self.wiring.clock.now(), _RETRIES_A_ROUND)
        for row_id, queue in due:
            if queue in self.subscribers:
                self.subscribers[queue].retry(row_id)

    def _clean(self) -> None:
        settings, now = self.wiring.settings, self.wiring.clock.now()
        keep = upkeep.Keep(
            inbox=timedelta(days=settings.keep_inbox_days),
            parked=timedelta(days=settings.keep_parked_days),
            requests=timedelta(days=settings.keep_requests_days),
        )
        with self.database.transaction() as session:
            upkeep.prune(session, keep, now)
