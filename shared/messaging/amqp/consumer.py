"""One queue, consumed in batches: fill, deliver, acknowledge the lot with one ack."""

import time
from collections.abc import Callable, Iterator

import amqp
import structlog

from shared.envelope import Envelope, storable
from shared.messaging.amqp.connection import LOST, Link, link
from shared.messaging.amqp.declare import declare_topology
from shared.messaging.amqp.headers import plain
from shared.messaging.failures import DependencyDown
from shared.pauses import growing

log = structlog.get_logger(__name__)

_BATCH_BYTES = 8 * 1024 * 1024
_IDLE_SECONDS = 0.5

Deliver = Callable[[list[Envelope]], None]


class QueueConsumer:
    """Feeds a subscriber from its queue until it is told to stop.

    batch_size   messages in one transaction at most; twice as many are prefetched
    linger_ms    how long an incomplete batch waits for more (ms)
    is_up        whether what the subscriber depends on is back
    idle         told now and then while the queue is empty
    """

    def __init__(
        self,
        uri: str,
        queue: str,
        deliver: Deliver,
        *,
        batch_size: int,
        linger_ms: int,
        is_up: Callable[[], bool],
        idle: Callable[[], None] = lambda: None,
    ):
        self.queue = queue
        self.ready = False
        self._uri = uri
        self._deliver = deliver
        self._batch_size = batch_size
        self._linger_seconds = linger_ms / 1000
        self._is_up = is_up
        self._idle = idle
        self._arrived: list[amqp.Message] = []
        self._arrived_bytes = 0
        self._stopping = False
        self._pauses = _new_pauses()

    def run(self) -> None:
        """Consume; reconnect with growing pauses; return after `stop`."""
        while not self._stopping:
            try:
                self._connect_and_consume()
            except DependencyDown as error:
                log.error("stopped consuming", queue=self.queue, reason=str(error))
                self._wait_until_up()
            except LOST as error:
                if not self._stopping:
                    log.warning("lost the broker", queue=self.queue, reason=str(error))
                    self._pause(next(self._pauses))
            except Exception:
                # What was not acknowledged comes again, one by one; if it is what kills us,
                # the delivery limit sends it to the dead letters, where it is parked.
                log.exception("a defect", queue=self.queue)
                self._pause(next(self._pauses))

    def _connect_and_consume(self) -> None:
        try:
            with link(self._uri) as line:
                self._subscribe(line)
                self._consume(line)
        finally:
            self.ready = False

    def stop(self) -> None:
        """Finish the batch in hand, acknowledge it, and return from `run`."""
        self._stopping = True

    def _subscribe(self, line: Link) -> None:
        self._arrived, self._arrived_bytes = [], 0
        declare_topology(line.channel)
        line.channel.basic_qos(0, 2 * self._batch_size, False)
        line.channel.basic_consume(self.queue, callback=self._on_message)
        self.ready = True

    def _on_message(self, message: amqp.Message) -> None:
        self._arrived.append(message)
        self._arrived_bytes += len(message.body)

    def _consume(self, line: Link) -> None:
        while not self._stopping:
            if not line.drain(_IDLE_SECONDS):
                self._pauses = _new_pauses()
                self._idle()
                continue
            self._fill(line)
            if self._arrived:
                batch, self._arrived, self._arrived_bytes = self._arrived, [], 0
                self._deliver([_envelope(message) for message in batch])
                line.channel.basic_ack(batch[-1].delivery_tag, multiple=True)
                self._pauses = _new_pauses()

    def _fill(self, line: Link) -> None:
        """Wait a little for more, but never let a batch outgrow its bounds."""
        deadline = time.monotonic() + self._linger_seconds
        while len(self._arrived) < self._batch_size and self._arrived_bytes < _BATCH_BYTES:
            left = deadline - time.monotonic()
            if left <= 0 or not line.drain(left):
                return

    def _wait_until_up(self) -> None:
        pauses = _new_pauses()
        while not self._stopping and not self._is_up():
            self._pause(next(pauses))

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < until:
            time.sleep(0.1)


def _new_pauses() -> Iterator[float]:
    return growing(0.2, 15.0)


def _envelope(message: amqp.Message) -> Envelope:
    properties, delivery = message.properties, message.delivery_info
    body = message.body
    return Envelope(
        exchange=delivery["exchange"],
        routing_key=storable(delivery["routing_key"]),
        body=body if isinstance(body, bytes) else str(body).encode(),
        headers=plain(properties.get("application_headers") or {}),
        content_type=_storable(properties.get("content_type")),
        content_encoding=_storable(properties.get("content_encoding")),
        message_id=_storable(properties.get("message_id")),
        redelivered=bool(delivery["redelivered"]),
    )


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)
