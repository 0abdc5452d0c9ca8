"""The evaluation service on SQLite."""

import pytest

from tests.integration.evaluation.house import House


@pytest.fixture
def house(tmp_path):
    house = House(f"sqlite:///{tmp_path / 'evaluation.db'}")
    yield house
    house.database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_house(request, tmp_path):
    """The same on each of the two databases."""
    url = f"sqlite:///{tmp_path / 'evaluation.db'}"
    if request.param == "postgresql":
        made = request.getfixturevalue("fresh_database")("evaluation")
        url = made.replace("postgresql://", "postgresql+psycopg2://")
    house = House(url)
    yield house
    house.database.close()
