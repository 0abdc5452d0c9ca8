"""The enrolment service on both kinds of database, which are migrated once for all tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.enrolment.part import PART
from shared.database import Database
from shared.migrations import migrate
from tests.integration.enrolment.desk import Desk
from tests.integration.enrolment.house import House


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("migrated") / "enrolment.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of one's own, up to date and without data."""
    if request.param == "sqlite":
        file = tmp_path / "enrolment.db"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    made = request.getfixturevalue("migrated_database")("enrolment")
    yield made.replace("postgresql://", "postgresql+psycopg2://")


@pytest.fixture
def desk(migrated_url: str) -> Iterator[Desk]:
    """An office with people in it, for tests of the whole way."""
    database = Database(migrated_url, source="/lontar/enrolment")
    yield Desk(database)
    database.close()


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """An empty office, with a helper for everything that tests of one subject need."""
    house = House(migrated_url)
    yield house
    house.database.close()


def _migrate(url: str) -> None:
    database = Database(url)
    migrate(database, PART.migrations)
    database.close()
