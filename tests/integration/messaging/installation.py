"""The witness at work: embedded on SQLite, or on RabbitMQ and PostgreSQL."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import amqp
import pytest
import sqlalchemy as sa

from shared.clock import TravellingClock
from shared.database import Database
from shared.envelope import Envelope
from shared.events import Event
from shared.launcher import memory_rpc
from shared.launcher.process import Part, Process
from shared.messaging.amqp.connection import link
from shared.messaging.amqp.declare import declare_topology
from shared.messaging.amqp.publisher import AmqpPublisher
from shared.messaging.embedded import EmbeddedBus
from shared.messaging.outbox import post
from shared.messaging.tables import outbox, waiting
from shared.migrations import migrate
from shared.service.wiring import Wiring
from shared.settings import Settings, read_settings
from shared.topology import CATCH_ALL, LISTENS, dead_queue_of
from tests.integration.messaging.witness import HEARD, QUEUES, Witness, noted

SECONDS = 90.0


class Note(NamedTuple):
    event: str
    subject: str
    told: str


class Installation:
    """One database and one bus; any number of processes at it.

    amqp_uri   None: embedded
    """

    def __init__(self, url: str, amqp_uri: str | None, folder: Path, **settings: Any):
        self.url, self.amqp_uri, self.folder = url, amqp_uri, folder
        self.clock = TravellingClock()
        self.bus = None if amqp_uri else EmbeddedBus()
        quick = {"hold_first_pause_seconds": 0.05, "hold_attempts": 3, "http_port": 0}
        self.settings: Settings = replace(
            read_settings(), amqp_uri=amqp_uri, rpc_amqp_uri=amqp_uri, data_dir=folder
        )
        self.settings = replace(self.settings, **(quick | settings))
        self.database = self.open()
        (folder / "migrations").mkdir(exist_ok=True)
        migrate(self.database, folder / "migrations")
        with self.database.engine.begin() as connection:
            noted.create(connection, checkfirst=True)

    @property
    def is_embedded(self) -> bool:
        return self.amqp_uri is None

    def open(self) -> Database:
        return Database(self.url, source="/lontar/witness")

    def process(self, service: type[Witness] = Witness) -> Process:
        """Not started yet."""
        memory_rpc.install()
        wiring = Wiring(
            settings=self.settings,
            clock=self.clock,
            databases={"witness": self.open()},
            bus=self.bus,
        )
        return Process([Part(service, self.folder / "migrations")], wiring)

    @contextmanager
    def running(self, service: type[Witness] = Witness) -> Iterator[Process]:
        process = self.process(service)
        process.start()
        try:
            yield process
        finally:
            process.stop()

    def tell(self, *events: Event, sequence: int = 1, source: str | None = None) -> None:
        """Commit events to the outbox."""
        with self.database.transaction() as session:
            for event in events:
                post(session, event, sequence=sequence, source=source)

    def send(self, *letters: Envelope) -> None:
        """Put messages of somebody else onto the bus."""
        if self.bus:
            self.bus.send(letters)
            return
        publisher = AmqpPublisher(str(self.amqp_uri))
        assert publisher.send(letters) == {}
        publisher.close()

    def notes(self, event: str | None = None) -> list[Note]:
        """What handlers did, in order."""
        chosen = sa.select(noted).order_by(noted.c.id)
        if event:
            chosen = chosen.where(noted.c.event == event)
        with self.database.reading() as session:
            return [Note(row.event, row.subject, row.told) for row in session.execute(chosen)]

    def subjects(self, event: str | None = None) -> list[str]:
        """Of what was noted, without what was told on the feedback."""
        notes = self.notes(event)
        return [note.subject for note in notes if event or note.event != "message.parked"]

    def set_aside(self) -> list[Any]:
        """Rows of what is held or parked."""
        with self.database.reading() as session:
            return list(session.execute(sa.select(waiting).order_by(waiting.c.id)))

    def unsent(self) -> list[Any]:
        """Rows of the outbox."""
        with self.database.reading() as session:
            return list(session.execute(sa.select(outbox).order_by(outbox.c.id)))

    def queued(self) -> int:
        """Messages in the witness's queues."""
        if self.is_embedded:
            return 0
        with link(str(self.amqp_uri)) as line:
            return sum(
                line.channel.queue_declare(queue, passive=True).message_count for queue in QUEUES
            )

    def close(self) -> None:
        self.database.close()
        if self.amqp_uri:
            with link(self.amqp_uri) as line:
                forget_queues(line.channel)


@contextmanager
def map_of_the_witness() -> Iterator[None]:
    """For a block, the witness is the whole system."""
    before, caught = dict(LISTENS), dict(CATCH_ALL)
    LISTENS.clear()
    CATCH_ALL.clear()
    LISTENS["witness"] = HEARD
    CATCH_ALL["witness"] = "hr.events"
    try:
        yield
    finally:
        LISTENS.clear()
        CATCH_ALL.clear()
        LISTENS.update(before)
        CATCH_ALL.update(caught)


@contextmanager
def installed(
    kind: str, request: pytest.FixtureRequest, folder: Path, **settings: Any
) -> Iterator[Installation]:
    """kind   embedded or servers"""
    with map_of_the_witness():
        if kind == "embedded":
            made = Installation(f"sqlite:///{folder / 'witness.db'}", None, folder, **settings)
        else:
            url = on_psycopg2(request.getfixturevalue("fresh_database")("witness"))
            made = Installation(url, request.getfixturevalue("amqp_uri"), folder, **settings)
            with link(str(made.amqp_uri)) as line:
                forget_queues(line.channel)
                declare_topology(line.channel)
        try:
            yield made
        finally:
            Witness.trip = staticmethod(lambda event: None)
            made.close()


def on_psycopg2(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg2://")


def forget_queues(channel: amqp.Channel) -> None:
    for queue in [*QUEUES, dead_queue_of("witness")]:
        channel.queue_delete(queue)


def until(condition: Callable[[], bool], what: Callable[[], object] = lambda: "") -> None:
    """Wait until it is true. Fails, saying what is, when it takes too long."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen: {what()}"
        time.sleep(0.05)


def in_order(subjects: Sequence[str], events: Sequence[Event]) -> bool:
    return list(subjects) == [event.subject for event in events]
