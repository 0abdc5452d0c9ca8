"""The evaluation service on both kinds of database, migrated once and then copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import create_engine, inspect, text

from services.evaluation.part import PART
from shared.database import Database
from shared.migrations import migrate
from tests import servers
from tests.integration.evaluation.house import House


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("migrated") / "evaluation.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_server(postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database that tests use one after the other."""
    name = f"evaluation_{token_hex(4)}"
    url = _as_the_service_has_it(servers.create_database(postgres_url, name))
    _migrate(url)
    yield url
    servers.drop_database(postgres_url, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database, up to date and without data."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("migrated_server")
        _empty(url)
        return url
    file = tmp_path / "evaluation.db"
    shutil.copy(request.getfixturevalue("migrated_file"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """The service without data, and a helper for what arrives and leaves."""
    house = House(migrated_url)
    yield house
    house.database.close()


def _as_the_service_has_it(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg2://")


def _migrate(url: str) -> None:
    database = Database(url)
    migrate(database, PART.migrations)
    database.close()


def _empty(url: str) -> None:
    """Copying a database anew for every test takes ten times as long."""
    engine = create_engine(url)
    with engine.begin() as connection:
        names = inspect(connection).get_table_names()
        filled = [
            name
            for name in names
            if name != "alembic_version"
            and connection.scalar(text(f"select exists (select 1 from {name})"))
        ]
        if filled:
            connection.execute(text(f"truncate {', '.join(filled)} restart identity cascade"))
    engine.dispose()
