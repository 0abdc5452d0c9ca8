"""The servers of this test run: those that the environment names, else private ones.

Private ones start when they are first asked for and end with the process.
"""

import os
from functools import cache

from tests.servers.postgresql import PostgreSQL
from tests.servers.rabbitmq import RabbitMQ


def rabbitmq() -> str:
    """The URI of the broker (TEST_AMQP_URI). Raises NotInstalled, ServerFailed."""
    return os.environ.get("TEST_AMQP_URI") or _broker().uri


def postgresql() -> str:
    """The URL of an administrator (TEST_DATABASE_URL). Raises NotInstalled, ServerFailed."""
    return os.environ.get("TEST_DATABASE_URL") or _database_server().url


@cache
def _broker() -> RabbitMQ:
    return RabbitMQ().start()


@cache
def _database_server() -> PostgreSQL:
    return PostgreSQL(durable=False).start()
