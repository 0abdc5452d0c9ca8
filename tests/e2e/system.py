"""The three services as processes, on servers of the test: started, killed, stopped, read."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from typing import Any, Self

import psycopg2

from tests.e2e import broker
from tests.servers import processes

SERVICES = ("enrolment", "evaluation", "notification")
REPOSITORY = Path(__file__).parents[2]
PATIENCE = 180  # s


class ProcessFailed(Exception):
    """A process ended, or did not do what it should; the message ends with what it said."""


class Process:
    """One process; its output is a file. It ends with us, however we end."""

    def __init__(
        self, name: str, arguments: list[str], directory: Path, environment: Mapping[str, str]
    ):
        self.name = name
        directory.mkdir(parents=True)
        self._output = directory / "output"
        self._process = processes.spawn(
            [sys.executable, *arguments],
            directory=directory,
            environment=_environment() | dict(environment),
            when_we_die=SIGKILL,
        )

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    @property
    def said(self) -> str:
        """What it wrote to stdout and stderr so far."""
        return self._output.read_text(errors="replace")

    def lines(self) -> list[str]:
        """The complete lines that it wrote so far."""
        return self.said.rpartition("\n")[0].splitlines()

    def wait_for(self, line: str) -> None:
        """Return when it has written a line. Raises ProcessFailed."""
        wait_until(
            lambda: self.check() and line in self.lines(), f"{self.name}: {line!r}", self._tail
        )

    def wait(self) -> int:
        """The exit code. Raises ProcessFailed when it does not end."""
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise ProcessFailed(f"{self.name} does not end\n{self._tail()}") from None

    def check(self) -> bool:
        """True while it runs. Raises ProcessFailed."""
        if not self.runs:
            raise ProcessFailed(f"{self.name} ended ({self._process.returncode})\n{self._tail()}")
        return True

    def catches(self, number: Signals) -> bool:
        """Whether it has made itself ready for a signal; before, the signal just ends it."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        return bool(int(caught.split()[1], 16) >> (number - 1) & 1)

    def terminate(self) -> int:
        """SIGTERM, and the exit code. Raises ProcessFailed when it does not end."""
        self._process.send_signal(SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """SIGKILL: no line of its code runs any more. Does nothing when it has ended."""
        self._process.kill()
        self._process.wait()

    def _tail(self) -> str:
        return self.said[-3000:]


_QUIET_SECONDS = 4.0
"""Longer than a slow machine needs for one batch, which is in no queue while it is applied."""


class System:
    """The services by name, on one broker and a database for each; all ends with the block.

    launcher   what Python runs for a service; `{}` stands for its name
    settings   for every service, beside its addresses
    """

    def __init__(
        self,
        amqp_uri: str,
        databases: Mapping[str, str],
        directory: Path,
        *,
        launcher: Sequence[str] = ("-m", "services.{}"),
        settings: Mapping[str, str] | None = None,
    ):
        self.amqp_uri = amqp_uri
        self.databases = databases
        self.directory = directory
        self._launcher = launcher
        self._settings = settings or {}
        self._processes: dict[str, Process] = {}
        self._connections: dict[str, Any] = {}
        self._starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        for process in self._processes.values():
            process.kill()
        for connection in self._connections.values():
            connection.close()

    def migrate(self, *names: str) -> None:
        """Bring databases up to date, and the broker's topology. Raises ProcessFailed."""
        for name in names or SERVICES:
            migration = self._spawn(name, "migrate")
            if code := migration.wait():
                raise ProcessFailed(f"migrate {name} ended ({code}): {migration.said}")

    def spawn(self, name: str, **settings: str) -> Process:
        """Start a service, and do not wait for it."""
        self._processes[name] = self._spawn(name, **settings)
        return self._processes[name]

    def start(self, *names: str, **settings: str) -> None:
        """Start services, and return when each is ready. Raises ProcessFailed."""
        for name in names or SERVICES:
            self.spawn(name, **settings)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Until all that were started are. Raises ProcessFailed."""
        for name, process in self._processes.items():
            process.wait_for(f"{name} ready")

    def kill(self, name: str) -> None:
        """SIGKILL. Raises ProcessFailed if it had ended before, by itself."""
        self._processes[name].check()
        self._processes.pop(name).kill()

    def stop(self, *names: str) -> dict[str, int]:
        """SIGTERM; exit codes by name."""
        return {name: self._processes.pop(name).terminate() for name in names or [*self._processes]}

    def check(self) -> None:
        """Raises ProcessFailed when a service has ended by itself."""
        for process in self._processes.values():
            process.check()

    def rows(self, service: str, statement: str) -> list[tuple]:
        """Look into the database of a service; a connection that was cut is made again."""
        try:
            return self._execute(service, statement)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            self._connections.pop(service).close()
            return self._execute(service, statement)

    def count(self, service: str, what: str) -> int:
        """How many rows; what: a table, and `where ...`."""
        return self.rows(service, f"select count(*) from {what}")[0][0]

    def forget_connections(self) -> None:
        """Before the database server is restarted."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    def wait_until_quiet(self) -> None:
        """Until outboxes and queues are empty and nothing is held, for a while.

        Raises ProcessFailed, TimeoutError.
        """
        quiet_since, taken_in = time.monotonic(), self._taken_in()

        def is_quiet() -> bool:
            nonlocal quiet_since, taken_in
            self.check()
            before, taken_in = taken_in, self._taken_in()
            if self.work_left() or before != taken_in:
                quiet_since = time.monotonic()
            return time.monotonic() - quiet_since > _QUIET_SECONDS

        wait_until(is_quiet, "a quiet system", self.work_left, every=0.2, patience=2 * PATIENCE)

    def _taken_in(self) -> list[int]:
        """By service: grows as long as something that left its queue is still worked on."""
        return [self.count(service, "inbox") for service in SERVICES]

    def work_left(self) -> dict[str, int]:
        """What waits, by where it waits; without what is in a consumer's hands."""
        left = {f"queue {name}": n for name, n in broker.depths(self.amqp_uri).items()}
        for service in SERVICES:
            left[f"outbox of {service}"] = self.count(service, "outbox")
            left[f"held by {service}"] = self.count(service, "waiting where state = 'held'")
        return {where: n for where, n in left.items() if n}

    def _spawn(self, name: str, *arguments: str, **settings: str) -> Process:
        self._starts += 1
        directory = self.directory / f"{self._starts:03}-{name}"
        environment = {
            "AMQP_URI": self.amqp_uri,
            "DATABASE_URL": self.databases[name],
            "DATA_DIR": str(self.directory / f"data-{name}"),
            **self._settings,
            **settings,
        }
        command = [part.format(name) for part in self._launcher] + list(arguments)
        return Process(name, command, directory, environment)

    def _execute(self, service: str, statement: str) -> list[tuple]:
        if service not in self._connections:
            connection = self._connections[service] = psycopg2.connect(self.databases[service])
            connection.autocommit = True
        with closing(self._connections[service].cursor()) as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def wait_until(
    is_so: Callable[[], Any],
    what: str,
    instead: Callable[[], Any] = lambda: "",
    *,
    every: float = 0.02,
    patience: float = PATIENCE,
) -> None:
    """Look until it is so. Raises TimeoutError, which says what there is instead."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {what} within {patience} s: {instead()}")
        time.sleep(every)


def _environment() -> dict[str, str]:
    """Nothing of ours that would be a setting of a service."""
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONUNBUFFERED": "1",
    }
