"""What a test does at the broker as any AMQP client would: publish, look, overhear."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import amqp

SERVICES_LISTEN = {
    "enrolment": ("hr",),
    "evaluation": ("hr", "enrolment"),
    "notification": ("hr", "enrolment", "evaluation"),
}
QUEUES = tuple(
    f"{service}.{source}.events.v1"
    for service, sources in SERVICES_LISTEN.items()
    for source in sources
)
DEAD_QUEUES = tuple(f"{service}.dead.v1" for service in SERVICES_LISTEN)
RPC_QUEUES = tuple(f"rpc-{service}" for service in SERVICES_LISTEN)

_CONFIRM_SECONDS = 30
_ANSWER_SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class Message:
    """An event as it travels, in binary mode."""

    exchange: str
    type: str
    body: bytes
    headers: Mapping[str, Any] = field(default_factory=dict)


def event(
    exchange: str,
    name: str,
    data: Mapping[str, Any],
    *,
    source: str,
    sequence: int | None = None,
    time: str | None = None,
) -> Message:
    """A CloudEvent with an id of its own."""
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(uuid4()),
        "ce-type": name,
        "ce-source": source,
    }
    headers |= {"ce-sequence": sequence} if sequence is not None else {}
    headers |= {"ce-time": time} if time is not None else {}
    return Message(exchange=exchange, type=name, body=json.dumps(data).encode(), headers=headers)


def aged(message: Message, time: str) -> Message:
    """The same, with another `ce-time`."""
    return replace(message, headers={**message.headers, "ce-time": time})


@contextmanager
def channel(amqp_uri: str) -> Iterator[amqp.Channel]:
    """A channel on a connection that lasts as long as the block."""
    uri = urlsplit(amqp_uri)
    with amqp.Connection(
        host=f"{uri.hostname}:{uri.port or 5672}",
        userid=unquote(uri.username or "guest"),
        password=unquote(uri.password or "guest"),
        virtual_host=unquote(uri.path[1:]) or "/",
    ) as connection:
        yield connection.channel()


def publish(amqp_uri: str, messages: Iterable[Message]) -> None:
    """Publish in order; return when the broker has confirmed them all."""
    unconfirmed: set[int] = set()

    def confirmed(tag: int, multiple: bool) -> None:
        unconfirmed.difference_update(range(1, tag + 1) if multiple else [tag])

    with channel(amqp_uri) as line:
        # what nobody waits for may be lost when the channel closes
        line.confirm_select()
        line.events["basic_ack"].add(confirmed)
        for tag, message in enumerate(messages, 1):
            unconfirmed.add(tag)
            sent = amqp.Message(
                message.body,
                content_type="application/json",
                delivery_mode=2,
                application_headers=dict(message.headers),
            )
            line._basic_publish(sent, message.exchange, message.type)
        while unconfirmed:
            line.connection.drain_events(timeout=_CONFIRM_SECONDS)


def depths(amqp_uri: str, queues: Iterable[str] = (*QUEUES, *DEAD_QUEUES)) -> dict[str, int]:
    """How many messages wait in each queue, without those in a consumer's hands."""
    with channel(amqp_uri) as line:
        return {name: line.queue_declare(name, passive=True).message_count for name in queues}


def forget_queues(amqp_uri: str) -> None:
    """Delete what the services declared, so that the next test finds a new broker."""
    with channel(amqp_uri) as line:
        for queue in (*QUEUES, *DEAD_QUEUES, *RPC_QUEUES, Spy.QUEUE):
            line.queue_delete(queue)


class Spy:
    """Overhears all that travels, and outlives the broker's restart."""

    QUEUE = "e2e.spy"
    EXCHANGES = ("enrolment.events", "evaluation.events", "hr.feedback")

    def __init__(self, amqp_uri: str):
        self._amqp_uri = amqp_uri
        with channel(amqp_uri) as line:
            line.queue_declare(self.QUEUE, durable=True, auto_delete=False)
            for exchange in self.EXCHANGES:
                line.queue_bind(self.QUEUE, exchange, "#")

    def heard(self) -> list[Message]:
        """Everything since the last time, in order."""
        messages: list[Message] = []

        def hear(message: amqp.Message) -> None:
            info = message.delivery_info
            messages.append(
                Message(
                    exchange=info["exchange"],
                    type=info["routing_key"],
                    body=_bytes(message.body),
                    headers=message.properties.get("application_headers") or {},
                )
            )

        with channel(self._amqp_uri) as line:
            expected = line.queue_declare(self.QUEUE, passive=True).message_count
            line.basic_consume(self.QUEUE, callback=hear, no_ack=True)
            while len(messages) < expected:
                line.connection.drain_events(timeout=_ANSWER_SECONDS)
        return messages


def _bytes(body: bytes | str) -> bytes:
    return body if isinstance(body, bytes) else body.encode()
