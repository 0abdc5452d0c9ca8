"""nameko's RPC entrypoint, made to outlive its broker and to finish what it began.

Stock nameko lets an error while replying kill the whole process, and closes the connection
while calls are still being answered.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from kombu import Connection
from kombu.exceptions import KombuError
from nameko.messaging import QueueConsumer
from nameko.rpc import Rpc, RpcConsumer

from shared.messaging.amqp.connection import LOST
from shared.pauses import growing

log = structlog.get_logger(__name__)

_CANNOT_REPLY = (*LOST, KombuError)
_LOOK_SECONDS = 0.2
"""How often an idle consumer looks whether it is to stop; kombu's own second is a slow goodbye."""


class DrainingQueueConsumer(QueueConsumer):
    """Keeps its connection until the calls in hand have been answered and acknowledged.

    While the broker is away it can be stopped too; stock nameko would wait for the broker.
    """

    _pending_remove_providers: dict[Any, Any]

    @contextmanager
    def establish_connection(self) -> Iterator[Connection]:
        pauses = growing(0.2, 15.0)
        with self.create_connection() as connection:
            while not self._connected(connection):
                self._wait(next(pauses))
            yield connection

    def _connected(self, connection: Connection) -> bool:
        try:
            connection.connect()
            return True
        except LOST as error:
            log.warning("lost the broker", queue="rpc", reason=str(error))
            return False

    def _wait(self, seconds: float) -> None:
        """Raises ConnectionAbortedError when it is time to stop."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            leaving, self._pending_remove_providers = self._pending_remove_providers, {}
            for provider, removed in leaving.items():
                self._consumers.pop(provider, None)
                removed.send()
            if leaving and not self._consumers:
                self.should_stop = True
            if self.should_stop:
                raise ConnectionAbortedError("stopped while the broker is away")
            time.sleep(0.1)

    def consume(self, *arguments: Any, **options: Any) -> Any:
        return super().consume(*arguments, **{"safety_interval": _LOOK_SECONDS, **options})

    def on_iteration(self) -> None:
        self._cancel_consumers_if_requested()
        if not self._consumers and not self.container._worker_threads:
            self.should_stop = True

    def ack_message(self, message: Any) -> None:
        try:
            super().ack_message(message)
        except LOST as error:
            log.info("could not acknowledge a call; it will come again", reason=str(error))

    def requeue_message(self, message: Any) -> None:
        try:
            super().requeue_message(message)
        except LOST as error:
            log.info("could not put back a call; it will come again", reason=str(error))


class PatientRpcConsumer(RpcConsumer):
    """Puts a call back whose answer could not be sent: repeated, it is answered the same."""

    queue_consumer = DrainingQueueConsumer()

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        try:
            answered: tuple[Any, Any] = super().handle_result(message, result, exc_info)
            return answered
        except _CANNOT_REPLY as error:
            log.warning("could not send an answer", reason=str(error))
            self.requeue_message(message)
            return result, exc_info


class CorrelatedRpc(Rpc):
    """An RPC method that is also told the correlation id of its call."""

    rpc_consumer = PatientRpcConsumer()

    def unpack_message_headers(self, message: Any) -> dict[str, Any]:
        headers: dict[str, Any] = super().unpack_message_headers(message)
        return headers | {"correlation_id": message.properties.get("correlation_id")}
