"""Fixtures for every test: real servers, and databases of one's own."""

import eventlet

eventlet.monkey_patch()  # before anything else takes hold of sockets, threads or the clock

import os  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import ExitStack, contextmanager  # noqa: E402
from secrets import token_hex  # noqa: E402

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

from services.lontar import MIGRATIONS  # noqa: E402
from shared.database import Database  # noqa: E402
from shared.launcher.collecting import collect_seldom  # noqa: E402
from shared.migrations import migrate  # noqa: E402
from tests import servers  # noqa: E402

# How long an example takes says nothing here: other work may be going on beside the tests. CI tries
# the same examples each time, so that what it says is about the change.
settings.register_profile(
    "lontar",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("lontar")


def pytest_collection_finish() -> None:
    """Everything is imported; what is looked at less often costs less."""
    collect_seldom()


@pytest.fixture(scope="session")
def amqp_uri() -> str:
    """The broker of this test run."""
    with _failing_in_one_line():
        return servers.rabbitmq()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The database server of this test run, as a user who may create databases."""
    with _failing_in_one_line():
        return servers.postgresql()


@pytest.fixture
def fresh_database(postgres_url: str) -> Iterator[Callable[[str], str]]:
    """Make new, empty databases: fresh_database("enrolment") -> URL. They end with the test."""
    names = []

    def make(name: str) -> str:
        names.append(f"{name}_{token_hex(4)}")
        return servers.create_database(postgres_url, names[-1])

    yield make
    for name in names:
        servers.drop_database(postgres_url, name)


@pytest.fixture(scope="session")
def kept_databases(postgres_url: str) -> Iterator[servers.KeptDatabases]:
    """One PostgreSQL database of each service, for all tests one after the other."""
    kept = servers.KeptDatabases(postgres_url, _migrate)
    yield kept
    kept.close()


@pytest.fixture
def migrated_database(kept_databases: servers.KeptDatabases) -> Iterator[Callable[[str], str]]:
    """migrated_database("enrolment") -> URL of that service's database, up to date and empty."""
    with ExitStack() as stack:
        yield lambda service: stack.enter_context(kept_databases.lent(service))


@pytest.fixture
def copied_database(kept_databases: servers.KeptDatabases) -> Iterator[Callable[[str], str]]:
    """copied_database("enrolment") -> URL of a new one like that, which ends with the test."""
    with ExitStack() as stack:
        yield lambda service: stack.enter_context(kept_databases.copied(service))


def _migrate(service: str, url: str) -> None:
    database = Database(url.replace("postgresql://", "postgresql+psycopg2://"))
    migrate(database, MIGRATIONS[service])
    database.close()


@pytest.fixture
def private_rabbitmq() -> Iterator[servers.RabbitMQ]:
    """A broker that the test may stop, kill and restart."""
    with _failing_in_one_line(), servers.RabbitMQ() as broker:
        yield broker


@pytest.fixture
def private_postgresql() -> Iterator[servers.PostgreSQL]:
    """A database server that the test may stop, kill and restart."""
    with _failing_in_one_line(), servers.PostgreSQL() as server:
        yield server


@pytest.fixture
def free_port() -> int:
    """A loopback port that nobody listens on."""
    return servers.free_port()


@contextmanager
def _failing_in_one_line() -> Iterator[None]:
    """What is missing on this machine fails the test, and says so without a traceback."""
    try:
        yield
    except servers.NotInstalled as missing:
        raise pytest.fail.Exception(str(missing), pytrace=False) from None
