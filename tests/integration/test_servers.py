"""The test servers keep their promises: durable, private, and gone when they should be."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from signal import SIGINT, SIGKILL

import kombu
import psycopg2
import pytest

from tests.servers import (
    PostgreSQL,
    RabbitMQ,
    free_port,
    postgresql,
    processes,
    programs,
    rabbitmq,
)

QUORUM = {"x-queue-type": "quorum"}


def test_a_private_broker_survives_its_restart_with_durable_messages(private_rabbitmq: RabbitMQ):
    put(private_rabbitmq.uri, "a completion")

    private_rabbitmq.restart()

    assert take(private_rabbitmq.uri) == "a completion"


def test_a_killed_broker_still_has_what_it_confirmed(private_rabbitmq: RabbitMQ):
    put(private_rabbitmq.uri, "a completion")
    time.sleep(2)  # see RabbitMQ.kill

    private_rabbitmq.kill()
    private_rabbitmq.start()

    assert take(private_rabbitmq.uri) == "a completion"


def test_a_broker_can_be_asked_by_its_operators_tool(private_rabbitmq: RabbitMQ):
    put(private_rabbitmq.uri, "a completion")

    assert "completions" in private_rabbitmq.ctl("list_queues", "name")


def test_a_killed_database_server_still_has_what_was_committed(private_postgresql: PostgreSQL):
    execute(private_postgresql.url, "CREATE TABLE seat AS SELECT 7 AS number")

    private_postgresql.kill()
    private_postgresql.start()

    assert execute(private_postgresql.url, "SELECT number FROM seat") == [(7,)]


def test_a_database_server_keeps_its_address_and_data_over_a_restart(
    private_postgresql: PostgreSQL,
):
    url = private_postgresql.url
    execute(url, "CREATE TABLE seat AS SELECT 7 AS number")

    private_postgresql.restart()

    assert private_postgresql.url == url
    assert execute(url, "SELECT number FROM seat") == [(7,)]


def test_a_private_database_server_syncs_every_commit_and_takes_two_hundred_connections(
    private_postgresql: PostgreSQL,
):
    assert execute(private_postgresql.url, "SHOW fsync") == [("on",)]
    assert execute(private_postgresql.url, "SHOW synchronous_commit") == [("on",)]
    assert execute(private_postgresql.url, "SHOW max_connections") == [("200",)]


@pytest.mark.parametrize("kind", [RabbitMQ, PostgreSQL])
@pytest.mark.parametrize("end", ["stop", "kill", "close"])
def test_an_ended_server_leaves_no_process(kind: type[RabbitMQ] | type[PostgreSQL], end: str):
    with kind() as server:
        directory = server.directory
        assert processes_of(directory)

        getattr(server, end)()

        assert processes_of(directory) == []
    assert not directory.exists()


@pytest.mark.parametrize("signal", [SIGINT, SIGKILL])
def test_servers_end_with_the_program_that_started_them(signal: int):
    program = subprocess.Popen(
        [sys.executable, "-c", STARTS_BOTH], stdout=subprocess.PIPE, text=True
    )
    with program, program.stdout:
        directories = [Path(program.stdout.readline().strip()) for _ in range(2)]
        pids = [pid for directory in directories for pid in processes_of(directory)]
        assert pids

        program.send_signal(signal)

    processes.wait_until_gone(pids)
    for directory in directories:
        assert processes_of(directory) == []
        shutil.rmtree(directory, ignore_errors=True)  # nobody could do it after a SIGKILL


def test_each_fresh_database_is_empty_and_separate(fresh_database: Callable[[str], str]):
    first, second = fresh_database("enrolment"), fresh_database("enrolment")
    execute(first, "CREATE TABLE seat (number int)")

    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert execute(first, tables) == [(1,)]
    assert execute(second, tables) == [(0,)]


def test_the_servers_of_the_run_are_shared(amqp_uri: str):
    assert rabbitmq() == amqp_uri


def test_a_server_that_the_environment_names_is_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TEST_AMQP_URI", "amqp://broker.example")
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://server.example/postgres")

    assert rabbitmq() == "amqp://broker.example"
    assert postgresql() == "postgresql://server.example/postgres"


def test_free_ports_lie_below_those_of_outgoing_connections():
    ports = {free_port() for _ in range(50)}

    assert len(ports) == 50
    assert max(ports) < 32_768


def test_a_missing_program_is_named_in_one_line_with_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    refusal = tmp_path / "apt-install"
    refusal.write_text(
        "#!/bin/sh\necho please install as administrator: apt-get install $* >&2\nexit 1\n"
    )
    refusal.chmod(0o755)
    monkeypatch.setattr(programs, "_INSTALL", refusal)

    with pytest.raises(programs.NotInstalled) as missing:
        programs.find("lontar-server", "lontar")

    assert str(missing.value) == (
        "lontar-server is missing: please install as administrator: apt-get install lontar"
    )


STARTS_BOTH = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
from tests.servers import PostgreSQL, RabbitMQ

for server in (RabbitMQ(), PostgreSQL()):
    print(server.start().directory, flush=True)
time.sleep(60)
"""


def put(uri: str, text: str) -> None:
    """Leave a durable, confirmed message in a quorum queue."""
    queue = kombu.Queue("completions", durable=True, queue_arguments=QUORUM)
    with kombu.Connection(uri, transport_options={"confirm_publish": True}) as connection:
        connection.Producer().publish(
            text, routing_key=queue.name, declare=[queue], delivery_mode="persistent"
        )


def take(uri: str) -> str:
    """The next message of that queue."""
    queue = kombu.Queue("completions", durable=True, queue_arguments=QUORUM)
    with kombu.Connection(uri) as connection:
        message = queue(connection.default_channel).get(no_ack=True)
        return message.payload


def execute(url: str, statement: str) -> list[tuple]:
    """The rows of one committed statement."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def processes_of(directory: Path) -> list[int]:
    """Who works in a folder or below it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            works_in = Path(os.readlink(entry / "cwd"))
        except OSError:  # ended meanwhile, or a zombie
            continue
        if works_in.is_relative_to(directory):
            found.append(int(entry.name))
    return found
