"""Systems to test: on a broker of the module, since the names of the queues are fixed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import servers
from tests.e2e import broker
from tests.e2e.playing import Played, play
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


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A demo on an empty machine, with somebody's servers in the environment."""
    data_dir = tmp_path_factory.mktemp("demo") / "var"
    return play(
        data_dir,
        SMTP_URL="smtp://127.0.0.1:9",
        MAIL_MODE="live",
        LANGUAGE="en",
        DATABASE_URL="postgresql://nobody@127.0.0.1:9/none",
        AMQP_URI="amqp://127.0.0.1:9",
        BATCH_SIZE="not a number",
    )
