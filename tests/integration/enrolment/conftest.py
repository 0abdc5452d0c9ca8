"""The enrolment service on both kinds of database, which are migrated once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.database import Database
from tests.integration.enrolment.desk import Desk
from tests.integration.enrolment.house import House
from tests.servers import migrated_file


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of one's own, up to date and without data."""
    if request.param == "sqlite":
        return migrated_file("enrolment", tmp_path)
    made: str = request.getfixturevalue("migrated_database")("enrolment")
    return made.replace("postgresql://", "postgresql+psycopg2://")


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
