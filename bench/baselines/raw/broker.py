"""Plain py-amqp: pipelined confirms on the way out, batches and one ack on the way in."""

import os
import time
from urllib.parse import unquote, urlsplit

from amqp import Channel, Connection, Message

from bench.baselines.raw import BATCH, WINDOW

QUEUES = {
    "evaluation.enrolment.events.v1": "enrolment.events",
    "notification.enrolment.events.v1": "enrolment.events",
    "notification.evaluation.events.v1": "evaluation.events",
}
LINGER = 0.005  # seconds that a batch waits for more once it has begun


def connect() -> Channel:
    """A channel on a connection of its own, to AMQP_URI."""
    uri = urlsplit(os.environ["AMQP_URI"])
    connection = Connection(
        host=f"{uri.hostname}:{uri.port or 5672}",
        userid=unquote(uri.username or "guest"),
        password=unquote(uri.password or "guest"),
        virtual_host=unquote(uri.path[1:]) or "/",
    )
    connection.connect()
    return connection.channel()


def declare(channel: Channel) -> None:
    """The exchanges, and one durable quorum queue for each listener and exchange."""
    for queue, exchange in QUEUES.items():
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        arguments = {"x-queue-type": "quorum"}
        channel.queue_declare(queue, durable=True, auto_delete=False, arguments=arguments)
        channel.queue_bind(queue, exchange, "#")


class Publisher:
    """Publishes persistently, with at most WINDOW messages unconfirmed."""

    def __init__(self, channel: Channel):
        self._channel = channel
        self._unconfirmed: dict[int, None] = {}
        self._tag = 0
        channel.confirm_select()
        channel.events["basic_ack"].add(self._confirmed)
        channel.events["basic_nack"].add(self._refused)

    def publish(self, exchange: str, name: str, body: str, headers: dict) -> None:
        """Send one event; waits only when the window is full."""
        self._wait_until_below(WINDOW)
        self._tag += 1
        self._unconfirmed[self._tag] = None
        message = Message(
            body, content_type="application/json", delivery_mode=2, application_headers=headers
        )
        self._channel.basic_publish(message, exchange, name)

    def flush(self) -> None:
        """Return once the broker holds everything that was sent."""
        self._wait_until_below(1)

    def _wait_until_below(self, count: int) -> None:
        while len(self._unconfirmed) >= count:
            self._channel.connection.drain_events()

    def _confirmed(self, tag: int, multiple: bool) -> None:
        if not multiple:
            del self._unconfirmed[tag]
            return
        for sent in [sent for sent in self._unconfirmed if sent <= tag]:
            del self._unconfirmed[sent]

    def _refused(self, tag: int, multiple: bool) -> None:
        raise RuntimeError(f"the broker refused publish {tag}")


class Batches:
    """Takes up to BATCH messages from a service's queues at a time."""

    def __init__(self, channel: Channel, service: str):
        self._channel = channel
        self._taken: list[Message] = []
        channel.basic_qos(0, 2 * BATCH, False)
        for queue in QUEUES:
            if queue.startswith(service + "."):
                channel.basic_consume(queue, callback=self._taken.append)

    def take(self) -> list[Message]:
        """At least one message; at most BATCH, or what arrives within LINGER."""
        while not self._taken:
            self._channel.connection.drain_events()
        until = time.monotonic() + LINGER
        while len(self._taken) < BATCH and (left := until - time.monotonic()) > 0:
            try:
                self._channel.connection.drain_events(timeout=left)
            except TimeoutError:
                break
        batch = self._taken[:]
        self._taken.clear()
        return batch

    def acknowledge(self, batch: list[Message]) -> None:
        """One ack for the lot."""
        self._channel.basic_ack(batch[-1].delivery_tag, multiple=True)
