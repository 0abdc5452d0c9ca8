"""Systems to test: one after the other on a broker of their own, since queues have fixed names."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from shared.messaging.amqp.connection import link
from shared.messaging.amqp.declare import declare_topology
from tests import servers
from tests.e2e import broker
from tests.e2e.playing import Played, play
from tests.e2e.system import SERVICES, System


@pytest.fixture(scope="session")
def systems_broker() -> Iterator[str]:
    """The URI of a broker that nothing else uses."""
    try:
        with servers.RabbitMQ() as rabbitmq:
            yield rabbitmq.uri
    except servers.NotInstalled as missing:
        raise pytest.fail.Exception(str(missing), pytrace=False) from None


@pytest.fixture
def make_system(
    systems_broker: str, copied_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Callable[..., System]]:
    """make_system(settings=…, launcher=…): migrated, without data; nothing runs yet."""
    broker.forget_queues(systems_broker)
    with link(systems_broker) as line:
        declare_topology(line.channel)
    with ExitStack() as running:

        def make(**options: object) -> System:
            databases = {name: copied_database(name) for name in SERVICES}
            return running.enter_context(System(systems_broker, databases, tmp_path, **options))

        yield make


@pytest.fixture
def system(make_system: Callable[..., System]) -> System:
    return make_system()


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
