"""One connection to the broker with heartbeats, and what can go wrong with it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import amqp
from amqp.exceptions import AMQPError
from kombu import Connection

from shared.messaging.amqp import lenient

HEARTBEAT_SECONDS = 20
_CONNECT_SECONDS = 5

LOST: tuple[type[BaseException], ...] = (OSError, AMQPError, AttributeError, EOFError)
"""What a dead connection raises. kombu's own list has AttributeError too: py-amqp raises it
where a connection is closed under its feet."""


lenient.install()


class Link:
    """An open connection with one channel, whose bodies stay bytes."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self._beat_at = time.monotonic()
        self.channel: amqp.Channel = connection.channel()
        self.channel.auto_decode = False
        self.blocked: str | None = None

    def drain(self, seconds: float) -> bool:
        """Handle what arrives next; False if nothing came in time. Keeps the heart beating."""
        self._beat()
        try:
            self._connection.drain_events(timeout=max(seconds, 0.001))
            return True
        except TimeoutError:
            return False

    def _beat(self) -> None:
        if time.monotonic() - self._beat_at > HEARTBEAT_SECONDS / 4:
            self._beat_at = time.monotonic()
            self._connection.heartbeat_check(rate=2)

    def on_blocked(self, reason: Any = None) -> None:
        self.blocked = str(reason)

    def on_unblocked(self) -> None:
        self.blocked = None


@contextmanager
def link(uri: str) -> Iterator[Link]:
    """Open a connection for a block. Raises one of LOST when it cannot be had."""
    connection = Connection(
        uri,
        heartbeat=HEARTBEAT_SECONDS,
        connect_timeout=_CONNECT_SECONDS,
        transport_options={"confirm_publish": False},
    )
    try:
        connection.connect()
        opened = Link(connection)
        connection.connection.on_blocked = opened.on_blocked
        connection.connection.on_unblocked = opened.on_unblocked
        yield opened
    finally:
        with suppress(*LOST):
            connection.release()
