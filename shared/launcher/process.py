"""One process with one service on real servers, or with all of them embedded."""

import fcntl
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import structlog
from eventlet.debug import hub_exceptions
from nameko.containers import ServiceContainer
from nameko.timer import Timer
from prometheus_client import REGISTRY
from sqlalchemy.exc import DBAPIError

from shared.clock import Clock, SystemClock
from shared.database import Database, embedded_url
from shared.launcher import http, memory_rpc
from shared.launcher.collecting import collect_seldom
from shared.launcher.door import Door
from shared.launcher.logs import configure_logs
from shared.messaging.amqp.connection import LOST, link
from shared.messaging.amqp.declare import declare_topology
from shared.messaging.embedded import EmbeddedBus
from shared.messaging.failures import reason_of
from shared.metrics import Backlog
from shared.migrations import NotMigrated, check_migrated, migrate
from shared.pauses import growing
from shared.service import Service
from shared.service.road import Road
from shared.service.wiring import CONFIG_KEY, Wiring
from shared.settings import BadSetting, Settings, read_settings, require

log = structlog.get_logger(__name__)


class ServiceDied(Exception):
    """A service ended though nobody asked it to; its supervisor starts it again."""


class AlreadyRunning(Exception):
    """Another embedded process has this data directory."""


def _nothing(wiring: Wiring) -> None:
    """A service that needs no preparation."""


@dataclass(frozen=True)
class Part:
    """A service class, where its migrations are, and what it needs before it starts.

    prepare   called once, on a migrated database; raises BadSetting
    """

    service: type[Service]
    migrations: Path
    prepare: Callable[[Wiring], None] = _nothing

    @property
    def name(self) -> str:
        return self.service.name


class Process:
    """Containers of one or more services that share a wiring.

    directory   the lock on the data directory, given back at the end; None: there is none
    """

    def __init__(self, parts: Sequence[Part], wiring: Wiring, directory: IO[str] | None = None):
        self.wiring = wiring
        self._directory = directory
        for part in parts:
            part.prepare(wiring)
        self._containers = [ServiceContainer(part.service, _config(wiring)) for part in parts]
        self._started: list[ServiceContainer] = []
        self._door: Door | None = None
        self._stop = threading.Event()

    @property
    def timers(self) -> list[Timer]:
        """Of all services; how often they look can be changed before the start."""
        extensions = [one for container in self._containers for one in container.extensions]
        return [one for one in extensions if isinstance(one, Timer)]

    def start(self) -> None:
        """Start all services; return when each consumes and answers, or after `interrupt`."""
        with _failures_are_told_once():
            for container in self._containers:
                self._started.append(container)
                container.start()
        while not all(road.ready for road in self._roads()) and not self._stop.is_set():
            time.sleep(0.02)

    def interrupt(self) -> None:
        """Make `run` stop soon, and `start` return."""
        self._stop.set()

    def stop(self) -> None:
        """Drain: finish what is in hand, commit, acknowledge, relay."""
        if self._door:
            self._door.close()
        for container in self._started:
            container.stop()
        for database in self.wiring.databases.values():
            database.close()
        if self._directory:
            self._directory.close()

    def health(self) -> dict[str, bool]:
        """What must be true for this process to be of use."""
        checks = {f"{road.service} consumes": road.ready for road in self._roads()}
        for name, database in self.wiring.databases.items():
            checks[f"{name} database"] = database.is_up()
        return checks

    def run(self) -> None:
        """Start, say so on stdout, and run until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.interrupt())
        self._wait_for_broker()
        if port := self.wiring.settings.http_port:
            for name, database in self.wiring.databases.items():
                REGISTRY.register(Backlog(name, database, self.wiring.clock.now))
            _serve(port, self.health)
        if not self._stop.is_set():
            self.start()
            collect_seldom()
        if not self._stop.is_set():
            if self.wiring.bus:
                self._door = Door(self._containers, self.wiring.settings.data_dir)
            for container in self._containers:
                print(f"{container.service_name} ready", flush=True)  # noqa: T201
        while not self._stop.wait(0.5):
            self._check_alive()
        self.stop()

    def _wait_for_broker(self) -> None:
        """A broker that is still starting, or just away, is waited for, not died of."""
        pauses = growing(0.2, 15.0)
        uris = [] if self.wiring.bus else [self.wiring.settings.amqp_uri]
        while uris and not self._stop.is_set():
            try:
                with link(str(uris[0])):
                    return
            except LOST as error:
                log.warning("waiting for the broker", reason=f"{type(error).__name__}: {error}")
                self._stop.wait(next(pauses))

    def _check_alive(self) -> None:
        """A container that a defect has killed must not leave an idle process behind."""
        for container in self._containers:
            if container._died.ready():
                container.wait()
                raise ServiceDied(f"{container.service_name} stopped by itself")

    def _roads(self) -> list[Road]:
        return [
            extension
            for container in self._containers
            for extension in container.extensions
            if isinstance(extension, Road)
        ]


def _serve(port: int, health: http.Health) -> None:
    """Raises BadSetting where the port cannot be had."""
    try:
        http.serve(port, health)
    except OSError as error:
        raise BadSetting(f"HTTP_PORT {port} cannot be had: {error.strerror}") from error


def embedded(parts: Sequence[Part], settings: Settings, clock: Clock | None = None) -> Process:
    """All services on SQLite files and the embedded bus; brings the databases up to date."""
    memory_rpc.install()
    directory = _take_directory(settings.data_dir)
    databases = open_embedded(parts, settings)
    wiring = Wiring(
        settings=settings, clock=clock or SystemClock(), databases=databases, bus=EmbeddedBus()
    )
    return Process(parts, wiring, directory)


def _take_directory(data_dir: Path) -> IO[str]:
    """The lock; the system itself frees it when the process ends, however it ends."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = open(data_dir / "lontar.lock", "w")  # noqa: SIM115
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise AlreadyRunning(f"another Lontar is running on {data_dir}") from error
    return lock


def open_embedded(parts: Sequence[Part], settings: Settings) -> Mapping[str, Database]:
    """The SQLite database of each service, migrated."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    databases: dict[str, Database] = {}
    for part in parts:
        url = embedded_url(settings.data_dir, part.name)
        databases[part.name] = Database(url, source=f"/lontar/{part.name}")
        migrate(databases[part.name], part.migrations)
    return databases


def on_servers(part: Part, settings: Settings) -> Process:
    """One service on RabbitMQ and PostgreSQL. Raises NotMigrated."""
    require(settings, "AMQP_URI", "DATABASE_URL")
    database = open_database(part, settings)
    check_migrated(database, part.migrations, part.name)
    wiring = Wiring(
        settings=settings, clock=SystemClock(), databases={part.name: database}, bus=None
    )
    return Process([part], wiring)


def open_database(part: Part, settings: Settings) -> Database:
    """The PostgreSQL database of a service."""
    return Database(
        str(settings.database_url),
        source=f"/lontar/{part.name}",
        pool_size=settings.rpc_workers + 10,
    )


def main(part: Part, arguments: Sequence[str]) -> None:
    """`python -m services.<name> [migrate]`; ends the process with one line on any failure."""
    with one_line_failures():
        settings = read_settings()
        configure_logs(settings.log_level)
        if list(arguments) == ["migrate"]:
            require(settings, "AMQP_URI", "DATABASE_URL")
            migrate(open_database(part, settings), part.migrations)
            _declare(str(settings.amqp_uri))
        elif arguments:
            raise SystemExit(f"unknown argument {arguments[0]!r}: there is only `migrate`")
        else:
            on_servers(part, settings).run()


def _declare(amqp_uri: str) -> None:
    """Make the broker look like the map. Raises BadSetting where it cannot be reached."""
    try:
        with link(amqp_uri) as line:
            declare_topology(line.channel)
    except LOST as error:
        where = urlsplit(amqp_uri)
        raise BadSetting(
            f"the broker of AMQP_URI ({where.hostname}:{where.port or 5672}) cannot be used: "
            f"{type(error).__name__}: {error}"
        ) from error


def main_embedded(parts: Sequence[Part]) -> None:
    """`python -m services`."""
    with one_line_failures():
        settings = read_settings()
        configure_logs(settings.log_level)
        embedded(parts, settings).run()


@contextmanager
def _failures_are_told_once() -> Iterator[None]:
    """What a dependency raises in its set-up comes out of `start`: eventlet need not print it."""
    hub_exceptions(False)
    try:
        yield
    finally:
        hub_exceptions(True)


@contextmanager
def one_line_failures() -> Iterator[None]:
    """What an operator can mend is told in one line on stderr; exit code 1."""
    try:
        yield
    except (BadSetting, NotMigrated, AlreadyRunning, ServiceDied) as error:
        raise SystemExit(f"lontar: {error}") from None
    except DBAPIError as error:
        raise SystemExit(f"lontar: the database: {reason_of(error)}") from None
    except OSError as error:
        raise SystemExit(f"lontar: {type(error).__name__}: {error}") from None


def _config(wiring: Wiring) -> dict[str, Any]:
    settings = wiring.settings
    return {
        "AMQP_URI": memory_rpc.URI if wiring.bus else settings.rpc_amqp_uri,
        "max_workers": settings.rpc_workers,
        CONFIG_KEY: wiring,
    }
