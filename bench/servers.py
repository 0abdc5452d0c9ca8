"""A broker and a database server that nobody has used yet."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import amqp
import psycopg2

from tests.servers import PostgreSQL, RabbitMQ, create_database, drop_database

SERVICES = ("enrolment", "evaluation", "notification")
EXCHANGES = (*(f"{service}.events" for service in SERVICES), "hr.events", "hr.feedback")


@dataclass(frozen=True)
class Addresses:
    """Where the three services of one implementation find their servers."""

    amqp_uri: str
    databases: dict[str, str]  # service -> URL
    admin_url: str

    def environment(self, service: str) -> dict[str, str]:
        """The settings of one service."""
        return {
            "AMQP_URI": self.amqp_uri,
            "DATABASE_URL": self.databases[service],
            "DATA_DIR": "var/bench/data",
        }


@contextmanager
def fresh(queues: Iterable[str]) -> Iterator[Addresses]:
    """Private servers, or those of TEST_AMQP_URI and TEST_DATABASE_URL without our traces.

    queues   what an earlier run of the same implementation may have left on the broker
    """
    with ExitStack() as stack:
        amqp_uri = os.environ.get("TEST_AMQP_URI")
        if amqp_uri:
            _forget(amqp_uri, queues)
        else:
            amqp_uri = stack.enter_context(RabbitMQ()).uri
        admin_url = os.environ.get("TEST_DATABASE_URL")
        if not admin_url:
            admin_url = _dated(stack.enter_context(PostgreSQL()))
        _require_commit_times(admin_url)
        databases = {service: _empty_database(stack, admin_url, service) for service in SERVICES}
        yield Addresses(amqp_uri, databases, admin_url)


def settle(addresses: Addresses) -> None:
    """Give the planner its statistics and leave no dirty pages of the set-up behind."""
    for url in addresses.databases.values():
        execute(url, "analyze")
    execute(addresses.admin_url, "checkpoint")


def execute(url: str, statement: str) -> list[tuple]:
    """Run one statement outside a transaction and return its rows, if it has any."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def channel(amqp_uri: str) -> Iterator[amqp.Channel]:
    """A channel on a connection that lasts as long as the block."""
    uri = urlsplit(amqp_uri)
    with amqp.Connection(
        host=f"{uri.hostname}:{uri.port or 5672}",
        userid=unquote(uri.username or "guest"),
        password=unquote(uri.password or "guest"),
        virtual_host=unquote(uri.path[1:]) or "/",
    ) as connection:
        yield connection.channel()


def _dated(server: PostgreSQL) -> str:
    """Let the server remember when each transaction was committed."""
    execute(server.url, "alter system set track_commit_timestamp = on")
    server.restart()
    return server.url


def _require_commit_times(admin_url: str) -> None:
    if execute(admin_url, "show track_commit_timestamp") != [("on",)]:
        raise SystemExit("the server of TEST_DATABASE_URL needs track_commit_timestamp = on")


def _empty_database(stack: ExitStack, admin_url: str, service: str) -> str:
    name = f"bench_{service}"
    drop_database(admin_url, name)
    stack.callback(drop_database, admin_url, name)
    return create_database(admin_url, name)


def _forget(amqp_uri: str, queues: Iterable[str]) -> None:
    """Delete what is ours; what does not exist is no error."""
    with channel(amqp_uri) as broker:
        for queue in queues:
            broker.queue_delete(queue)
        for exchange in EXCHANGES:
            broker.exchange_delete(exchange)
