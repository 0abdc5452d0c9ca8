"""The enrolment service on both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.database import Database
from tests.integration.enrolment.desk import Desk


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'enrolment.db'}"
    else:
        fresh = request.getfixturevalue("fresh_database")
        url = fresh("enrolment").replace("postgresql://", "postgresql+psycopg2://")
    database = Database(url, source="/lontar/enrolment")
    yield Desk(database)
    database.close()
