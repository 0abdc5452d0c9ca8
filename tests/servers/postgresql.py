"""A private PostgreSQL."""

import os
import shutil
import subprocess
from pathlib import Path
from secrets import token_hex
from signal import SIGINT, SIGQUIT

import psycopg2

from tests.servers import processes
from tests.servers.ports import free_port
from tests.servers.programs import find
from tests.servers.server import Server, ServerFailed

_NEW_CLUSTER = [
    "--pgdata=data",
    "--username=postgres",
    "--pwfile=password",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--no-sync",  # making it need not be durable; what runs in it is
]
_SETTINGS = [
    "-Ddata",
    "--listen_addresses=127.0.0.1",
    "--unix_socket_directories=",
    "--max_connections=200",
]
_FOR_A_MACHINE_THAT_STAYS_ON = ["--fsync=off", "--full_page_writes=off"]


class PostgreSQL(Server):
    """A database server of our own.

    durable   as PostgreSQL is by default; else it does not wait for the disk, and what it confirmed
              outlives the death of any process, but not of the machine
    """

    stop_signal = SIGINT  # "fast": without waiting for clients

    def __init__(self, *, durable: bool = True) -> None:
        super().__init__()
        self._settings = [*_SETTINGS, *([] if durable else _FOR_A_MACHINE_THAT_STAYS_ON)]
        self._port = free_port()
        self._password = token_hex(8)
        # PostgreSQL refuses to run as root; its package brings a user.
        self._user = "postgres" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """Where clients find it, as its administrator."""
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self._port}/postgres"

    def _prepare(self, directory: Path) -> None:
        initdb = _program("initdb")
        password = directory / "password"
        password.write_text(self._password)
        if self._user:
            for path in (directory, password):
                shutil.chown(path, self._user, self._user)
        made = subprocess.run(
            ["setpriv", *processes.as_user(self._user), "--", initdb, *_NEW_CLUSTER],
            cwd=directory,
            env=_environment(directory),
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise ServerFailed(f"initdb: {made.stderr}")

    def _spawn(self, directory: Path) -> subprocess.Popen[bytes]:
        return processes.spawn(
            [_program("postgres"), f"--port={self._port}", *self._settings],
            directory=directory,
            environment=_environment(directory),
            when_we_die=SIGQUIT,  # takes its children along
            user=self._user,
        )

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True


def _environment(directory: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(directory)}


def _program(name: str) -> str:
    return find(name, "postgresql", "/usr/lib/postgresql/*/bin")
