"""A door into an embedded installation: programs of this machine make its calls.

The embedded RPC lives in the memory of one process. This is the way in for others of the same
user: a socket file beside the data that only its owner may open. One line of JSON asks, {service,
method, arguments}, and one answers: {result}, or {error: {exc_type, value}} as nameko has it.
"""

import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import eventlet
import structlog
from eventlet.event import Event
from nameko.containers import ServiceContainer
from nameko.rpc import Rpc

from shared.launcher.socket_files import DOOR, short_address

log = structlog.get_logger(__name__)

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one request."""


class Door:
    """Open while the services of these containers run."""

    def __init__(self, containers: Sequence[ServiceContainer], data_dir: Path):
        self._containers = {one.service_name: one for one in containers}
        self._path = data_dir / DOOR
        self._socket = _listen(self._path)
        self._server = eventlet.spawn(self._serve)

    def close(self) -> None:
        """Nobody comes in any more; who is inside still gets an answer."""
        self._server.kill()
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while True:
            visitor, _ = self._socket.accept()
            eventlet.spawn_n(self._talk, visitor)

    def _talk(self, visitor: Any) -> None:
        with suppress(OSError), visitor, visitor.makefile("rwb") as lines:
            while line := lines.readline(LONGEST_LINE):
                lines.write(json.dumps(self._answer(line)).encode() + b"\n")
                lines.flush()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            service, method, arguments = asked["service"], asked["method"], asked["arguments"]
            container = self._containers[service]
            entrypoint = next(_calls_named(container, method))
        except (ValueError, LookupError, TypeError, StopIteration):
            return _error("MethodNotFound", "there is no such call")
        return _call(container, entrypoint, arguments)


def _calls_named(container: ServiceContainer, method: str) -> Iterator[Rpc]:
    for one in container.entrypoints:
        if isinstance(one, Rpc) and one.method_name == method:
            yield one


def _call(
    container: ServiceContainer, entrypoint: Rpc, arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """As a call that came by the broker: same workers, same errors."""
    done = Event()

    def handle_result(_worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        done.send((result, exc_info))
        return result, exc_info

    container.spawn_worker(
        entrypoint,
        (),
        dict(arguments),
        context_data={"correlation_id": str(uuid4())},
        handle_result=handle_result,
    )
    result, exc_info = done.wait()
    if exc_info is None:
        return {"result": result}
    return _error(exc_info[0].__name__, str(exc_info[1]))


def _error(exc_type: str, value: str) -> dict[str, Any]:
    return {"error": {"exc_type": exc_type, "value": value}}


def _listen(path: Path) -> Any:
    """A socket file for its owner alone, from its first moment on."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with _only_for_us(), short_address(path) as address:
        listener.bind(address)
    listener.listen(128)
    return listener


@contextmanager
def _only_for_us() -> Iterator[None]:
    before = os.umask(0o177)
    try:
        yield
    finally:
        os.umask(before)
