"""The evaluation service on both kinds of database, which are migrated once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.evaluation.calls import effects
from tests.integration.evaluation.house import House
from tests.integration.evaluation.study_world import World, computed_here
from tests.servers import migrated_file


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of one's own, up to date and without data."""
    if request.param == "sqlite":
        return migrated_file("evaluation", tmp_path)
    made: str = request.getfixturevalue("migrated_database")("evaluation")
    return made.replace("postgresql://", "postgresql+psycopg2://")


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """The service without data, and a helper for what arrives and leaves."""
    house = House(migrated_url)
    yield house
    house.database.close()


@pytest.fixture
def in_this_process(monkeypatch):
    """The same computation without a process of its own, which takes seconds to start."""
    monkeypatch.setattr(effects, "run", computed_here)


@pytest.fixture
def world(house, in_this_process):
    """Ten counters, a study registered in time, and an effect of eight minutes."""
    world = World(house, units=12, effect=-8.0)
    world.people()
    world.schedule()
    return world
