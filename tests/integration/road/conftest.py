"""The road on both kinds of database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.database import Database
from shared.migrations import migrate
from tests.integration.road.junction import Junction


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Empty, with the road's tables only."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'road.db'}"
    else:
        fresh: Callable[[str], str] = request.getfixturevalue("fresh_database")
        url = fresh("road").replace("postgresql://", "postgresql+psycopg2://")
    database = Database(url, source="/lontar/test")
    migrate(database, _no_tables_of_a_service(tmp_path))
    yield database
    database.close()


@pytest.fixture
def junction(database: Database) -> Junction:
    """A subscriber of everything that HR says."""
    return Junction(database)


def _no_tables_of_a_service(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    return folder
