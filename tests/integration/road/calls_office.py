"""A service that can be asked for anything that a call may have to cope with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from marshmallow import fields
from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ServiceRpcProxy
from sqlalchemy.orm import Session

from shared.clock import SystemClock
from shared.database import Database
from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from shared.launcher import memory_rpc
from shared.launcher.process import Part, Process
from shared.messaging.embedded import EmbeddedBus
from shared.migrations import migrate
from shared.service import Service, command, query
from shared.service.requests import Id, Instant, Listing, Request, Title
from shared.service.wiring import Wiring
from shared.settings import read_settings
from tests.integration.road.junction import applied


class EmployeeNotFound(NotFound):
    """A subclass must cross the wire under the contract's name."""


class Note(Request):
    text = Title(required=True)
    at = Instant(allow_none=True)
    times = fields.Integer(strict=True, allow_none=True)


class Fail(Request):
    how = Id(required=True)


class Desk(Service):
    """Notes what it is told, fails as it is told."""

    name = "desk"

    @command(Note)
    def note(self, request: Any, session: Session) -> dict[str, Any]:
        """Write it down; the answer is the number of the note."""
        statement = sa.insert(applied).values(text=request.text).returning(applied.c.id)
        return {"note": session.scalar(statement), "text": request.text}

    @command(Fail)
    def fail(self, request: Any, session: Session) -> None:
        """Write it down, then fail."""
        session.execute(sa.insert(applied).values(text=request.how))
        failures = {
            "not_found": EmployeeNotFound("employee", "E1"),
            "conflict": Conflict("the offering is full"),
            "forbidden": Forbidden("only the approver may decide"),
            "invalid": ValidationError("no", {"a": ["b"]}),
            "defect": TypeError("a defect"),
        }
        raise failures[request.how]

    @query(Listing)
    def look(self, request: Any, session: Session) -> list[str]:
        """All notes."""
        return list(session.scalars(sa.select(applied.c.text).order_by(applied.c.id)))


@contextmanager
def open_desk(database: Database, amqp_uri: str | None, folder: Path) -> Iterator[str]:
    """The service at work for a block; the URI at which it is called."""
    with database.engine.begin() as connection:
        applied.create(connection, checkfirst=True)
    memory_rpc.install()
    settings = replace(
        read_settings(), amqp_uri=amqp_uri, rpc_amqp_uri=amqp_uri, data_dir=folder, http_port=0
    )
    wiring = Wiring(
        settings=settings,
        clock=SystemClock(),
        databases={"desk": database},
        bus=None if amqp_uri else EmbeddedBus(),
    )
    process = Process([Part(Desk, folder / "migrations")], wiring)
    migrate(database, folder / "migrations")
    process.start()
    try:
        yield amqp_uri or memory_rpc.URI
    finally:
        process.stop()


class Client:
    """A stock nameko client."""

    def __init__(self, uri: str):
        self._uri = uri

    def call(self, method: str, **arguments: Any) -> Any:
        with ServiceRpcProxy("desk", {"AMQP_URI": self._uri}, timeout=60) as desk:
            return getattr(desk, method)(**arguments)

    def refusal(self, method: str, **arguments: Any) -> tuple[str, str]:
        """(exc_type, text) of an error that crossed the wire."""
        try:
            answer = self.call(method, **arguments)
        except RemoteError as error:
            return error.exc_type, error.value
        raise AssertionError(f"answered {answer!r}")
