"""Calls over the broker, as any nameko client makes them: one line to ask, one for the answers."""

import asyncio
import json
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import structlog
from amqp.exceptions import AMQPError
from kombu import Connection, Consumer, Exchange, Queue
from kombu.exceptions import KombuError

from services.portal.calling.caller import Away, answer_of
from shared.pauses import growing

log = structlog.get_logger(__name__)

_LOST = (OSError, AMQPError, KombuError)
_CALLS = Exchange("nameko-rpc", "topic", durable=True)
_HEARTBEAT = 20  # seconds
_LOOK_SECONDS = 0.5
_CONNECT_SECONDS = 3


class _Undelivered(Exception):
    """No service listens for this call."""


class _AnswerLost(ConnectionError):
    """The line on which the answer was to come broke."""


class BrokerCaller:
    """timeout: seconds that a call may take, where the caller says no other number."""

    def __init__(self, uri: str, timeout: float):
        self._timeout = timeout
        self._asking = _AskingLine(uri)
        self._answers = _Answers(uri)
        self._threads = ThreadPoolExecutor(4, "asking")

    async def begin(self) -> None:
        self._answers.start()

    async def end(self) -> None:
        self._answers.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._asking.close()

    async def call(
        self,
        service: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        seconds: float | None = None,
    ) -> Any:
        correlation_id = str(uuid4())
        try:
            async with asyncio.timeout(seconds or self._timeout):
                said = await self._ask_for(f"{service}.{method}", arguments, correlation_id)
        except (*_LOST, TimeoutError, _Undelivered):
            raise Away(service) from None
        finally:
            self._answers.forget(correlation_id)
        return answer_of(service, method, said)

    async def _ask_for(
        self, routing_key: str, arguments: Mapping[str, Any], correlation_id: str
    ) -> dict[str, Any]:
        """Where the line broke before the answer came, ask once more: it is given again."""
        try:
            return await self._ask_once(routing_key, arguments, correlation_id)
        except _AnswerLost:
            return await self._ask_once(routing_key, arguments, correlation_id)

    async def _ask_once(
        self, routing_key: str, arguments: Mapping[str, Any], correlation_id: str
    ) -> dict[str, Any]:
        reply = self._answers.expect(correlation_id)
        await asyncio.get_running_loop().run_in_executor(
            self._threads, self._ask, routing_key, arguments, correlation_id
        )
        return await asyncio.wrap_future(reply)

    def _ask(self, routing_key: str, arguments: Mapping[str, Any], correlation_id: str) -> None:
        if not self._answers.ready.wait(_CONNECT_SECONDS):
            raise ConnectionError("the broker is away")
        body = json.dumps({"args": [], "kwargs": dict(arguments)}).encode()
        self._asking.publish(
            body, routing_key, correlation_id=correlation_id, reply_to=self._answers.address
        )


class _AskingLine:
    """A connection that publishes, one call after the other, and hears what finds no service."""

    def __init__(self, uri: str):
        self._uri = uri
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._returned = False

    def publish(self, body: bytes, routing_key: str, **properties: str) -> None:
        """Return when the broker has it. A line that broke since is made again once.

        The same call twice has one answer: its correlation id is its `request_id`.
        Raises _Undelivered, ConnectionError and the like.
        """
        with self._lock:
            try:
                self._publish(body, routing_key, properties)
            except _LOST:
                self._drop()
                self._publish(body, routing_key, properties)

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _publish(self, body: bytes, routing_key: str, properties: Mapping[str, str]) -> None:
        self._returned = False
        if self._connection is None:
            self._dial()
        self._producer.publish(
            body,
            routing_key=routing_key,
            content_type="application/json",
            content_encoding="utf-8",
            mandatory=True,
            **properties,
        )
        if self._returned:
            raise _Undelivered(routing_key)

    def _dial(self) -> None:
        self._connection = Connection(
            self._uri,
            connect_timeout=_CONNECT_SECONDS,
            transport_options={"confirm_publish": True, "read_timeout": 5, "write_timeout": 5},
        )
        self._producer = self._connection.Producer(exchange=_CALLS, on_return=self._note_return)

    def _note_return(self, *_: Any) -> None:
        self._returned = True

    def _drop(self) -> None:
        if self._connection is not None:
            try:
                self._connection.release()
            except _LOST as error:
                log.debug("a line was gone already", reason=str(error))
            self._connection = None


class _Answers:
    """A thread with a connection and a queue of its own, that hands out what comes back.

    address   of the queue; a new one after each loss, because the old one may linger
    """

    def __init__(self, uri: str):
        self._uri = uri
        self.address = ""
        self.ready = threading.Event()
        self._connection: Connection | None = None
        self._expected: dict[str, Future[dict[str, Any]]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="answers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(2 * _LOOK_SECONDS)

    def expect(self, correlation_id: str) -> Future[dict[str, Any]]:
        future: Future[dict[str, Any]] = Future()
        self._expected[correlation_id] = future
        return future

    def forget(self, correlation_id: str) -> None:
        self._expected.pop(correlation_id, None)

    def _run(self) -> None:
        pauses = growing(0.2, 10.0)
        while not self._stop.is_set():
            try:
                self._listen()
            except _LOST as error:
                log.warning("lost the broker", reason=f"{type(error).__name__}: {error}")
                if self.ready.is_set():  # it was there: it may be back at once
                    pauses = growing(0.2, 10.0)
                self._fail_all()
                self._stop.wait(next(pauses))

    def _listen(self) -> None:
        address = str(uuid4())
        queue = Queue(
            f"rpc.reply-portal-{address}",
            _CALLS,
            routing_key=address,
            exclusive=True,
            auto_delete=True,
            durable=False,
        )
        with (
            Connection(
                self._uri, heartbeat=_HEARTBEAT, connect_timeout=_CONNECT_SECONDS
            ) as connection,
            Consumer(
                connection, [queue], on_message=self._hand_out, no_ack=True, auto_declare=True
            ),
        ):
            self._connection = connection
            self.address = address
            self.ready.set()
            while not self._stop.is_set():
                try:
                    connection.drain_events(timeout=_LOOK_SECONDS)
                except socket.timeout:  # noqa: UP041  (kombu raises what the system raises)
                    connection.heartbeat_check()

    def _hand_out(self, message: Any) -> None:
        future = self._expected.pop(message.properties.get("correlation_id"), None)
        if future is not None and not future.done():
            future.set_result(json.loads(message.body))

    def _fail_all(self) -> None:
        self.ready.clear()
        for correlation_id in list(self._expected):
            future = self._expected.pop(correlation_id, None)
            if future is not None and not future.done():
                future.set_exception(_AnswerLost())
