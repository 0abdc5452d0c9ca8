"""Hands for the tests of the road over RabbitMQ: consuming, waiting, sending, dying."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import amqp
import eventlet

from shared.envelope import Envelope
from shared.messaging.amqp.connection import link
from shared.messaging.amqp.consumer import QueueConsumer
from shared.messaging.amqp.publisher import AmqpPublisher
from shared.messaging.failures import DependencyDown
from tests.integration.road.junction import Junction, an_employee, enclosed

QUEUE = "evaluation.hr.events.v1"


SECONDS = 60.0


@contextmanager
def consuming(
    uri: str, junction: Junction, is_up: Callable[[], bool] = lambda: True, **options: Any
) -> Iterator[QueueConsumer]:
    """A consumer at work for a block; drained at its end."""
    options = {"batch_size": 100, "linger_ms": 5} | options
    consumer = QueueConsumer(uri, QUEUE, junction.subscriber.deliver, is_up=is_up, **options)
    thread = eventlet.spawn(consumer.run)
    try:
        yield consumer
    finally:
        consumer.stop()
        thread.wait()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def send_until_taken(publisher: AmqpPublisher, letters: list[Envelope]) -> None:
    """As the relay does: again, until the bus is back."""

    def taken() -> bool:
        try:
            publisher.send(letters)
        except DependencyDown:
            return False
        return True

    until(taken)


def waiting_in(uri: str, queue: str) -> int:
    with link(uri) as line:
        return line.channel.queue_declare(queue, passive=True).message_count


def publish_raw(channel: amqp.Channel, name: str, raw: bytes) -> None:
    """A property as bytes that a well-behaved client would never send."""
    letter = enclosed(an_employee("strange"))
    message = amqp.Message(
        letter.body, delivery_mode=2, application_headers={"ce-id": letter.headers["ce-id"]}
    )
    key = letter.routing_key
    if name == "routing_key":
        key = Raw(raw)
        del message.properties["application_headers"]
    else:
        message.properties[name] = Raw(raw)
    channel.confirm_select()
    channel.basic_publish_confirm(message, "hr.events", key)


class Raw(str):
    """Encodes to the bytes that it was made of."""

    def __new__(cls, raw: bytes) -> "Raw":
        text = super().__new__(cls, raw.decode("latin-1"))
        text.raw = raw  # type: ignore[attr-defined]
        return text

    def encode(self, *_: Any) -> bytes:
        return self.raw  # type: ignore[attr-defined,no-any-return]


def die_with_a_message(uri: str) -> None:
    """Take a message and cut the line, as a process that is killed does."""
    with link(uri) as line:
        line.channel.basic_consume(QUEUE, callback=lambda message: None)
        line.drain(1.0)
        connection = line.channel.connection
        connection.transport.sock.shutdown(socket.SHUT_RDWR)
