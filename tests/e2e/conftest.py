"""Systems to test: on a broker of the module, since the names of the queues are fixed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import servers
from tests.e2e import broker
from tests.e2e.system import SERVICES, System


@pytest.fixture(scope="module")
def module_broker() -> Iterator[str]:
    """The URI of a broker that only this module uses."""
    try:
        with servers.RabbitMQ() as rabbitmq:
            yield rabbitmq.uri
    except servers.NotInstalled as missing:
        raise pytest.fail.Exception(str(missing), pytrace=False) from None


@pytest.fixture
def make_system(
    module_broker: str, fresh_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Callable[..., System]]:
    """make_system(settings=…, launcher=…): one with empty databases and queues, per test."""
    broker.forget_queues(module_broker)
    with ExitStack() as running:

        def make(**options: object) -> System:
            databases = {name: fresh_database(name) for name in SERVICES}
            return running.enter_context(System(module_broker, databases, tmp_path, **options))

        yield make


@pytest.fixture
def system(make_system: Callable[..., System]) -> System:
    """Migrated; nothing runs yet."""
    made = make_system()
    made.migrate()
    return made
