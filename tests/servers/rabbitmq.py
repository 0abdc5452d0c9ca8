"""A private RabbitMQ."""

import os
import subprocess
from pathlib import Path
from secrets import token_hex
from signal import SIGKILL, SIGTERM

import amqp

from tests.servers import processes
from tests.servers.ports import free_port
from tests.servers.programs import find
from tests.servers.server import Server

# Listen to this machine only, and do not burn its few processors while waiting for work.
_ERLANG = (
    "-noinput -kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
)


class RabbitMQ(Server):
    """A broker of our own, with its own port mapper (epmd), cookie and password."""

    stop_signal = SIGTERM

    def __init__(self) -> None:
        super().__init__()
        self._port, self._mapper_port, self._distribution_port = (free_port() for _ in range(3))
        self._password = token_hex(8)
        self._mapper: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Where clients find it, as its administrator."""
        return f"amqp://lontar:{self._password}@127.0.0.1:{self._port}/%2F"

    def ctl(self, *arguments: str) -> str:
        """The answer of rabbitmqctl. Raises CalledProcessError."""
        return subprocess.run(
            [_program("rabbitmqctl"), "--quiet", *arguments],
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def stop(self) -> None:
        super().stop()
        self._stop_mapper()

    def kill(self) -> None:
        """End every process at once (SIGKILL).

        RabbitMQ writes the register of its quorum queues about half a second after a
        declaration: a queue younger than that stays without a leader for ever.
        """
        super().kill()
        self._stop_mapper()

    def _prepare(self, directory: Path) -> None:
        (directory / "plugins").write_text("[].\n")

    def _spawn(self, directory: Path) -> subprocess.Popen[bytes]:
        # RabbitMQ would start a port mapper that outlives it; one that is ours can be stopped.
        self._mapper = processes.spawn(
            [find("epmd", "erlang-base"), "-port", str(self._mapper_port), "-address", "127.0.0.1"],
            directory=directory,
            environment=self._environment,
            when_we_die=SIGKILL,
        )
        return processes.spawn(
            [_program("rabbitmq-server")],
            directory=directory,
            environment=self._environment,
            when_we_die=SIGKILL,
        )

    def _answers(self) -> bool:
        # kombu would wait two seconds after a refusal.
        address = f"127.0.0.1:{self._port}"
        connection = amqp.Connection(address, "lontar", self._password, connect_timeout=2)
        try:
            connection.connect()
        except (OSError, amqp.AMQPError):
            return False
        connection.close()
        return True

    def _stop_mapper(self) -> None:
        if self._mapper:
            self._mapper.kill()
            self._mapper.wait()
            self._mapper = None

    @property
    def _environment(self) -> dict[str, str]:
        home = str(self.directory)
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": home,  # of the cookie
            "ERL_EPMD_PORT": str(self._mapper_port),
            "RABBITMQ_NODENAME": "lontar@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DEFAULT_USER": "lontar",
            "RABBITMQ_DEFAULT_PASS": self._password,
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_CONF_ENV_FILE": f"{home}/none",
            "RABBITMQ_CONFIG_FILE": f"{home}/none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/plugins",
            "RABBITMQ_MNESIA_BASE": f"{home}/data",
            "RABBITMQ_LOG_BASE": f"{home}/log",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG,
            # Then the script becomes the server instead of watching it: one process less.
            "RUNNING_UNDER_SYSTEMD": "true",
        }


def _program(name: str) -> str:
    # The programs on Debian's PATH are wrappers that insist on the rabbitmq user.
    return find(name, "rabbitmq-server", "/usr/lib/rabbitmq/bin")
