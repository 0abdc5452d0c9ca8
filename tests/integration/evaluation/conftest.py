"""The evaluation service on SQLite."""

import pytest

from tests.integration.evaluation.house import House


@pytest.fixture
def house(tmp_path):
    house = House(f"sqlite:///{tmp_path / 'evaluation.db'}")
    yield house
    house.database.close()
