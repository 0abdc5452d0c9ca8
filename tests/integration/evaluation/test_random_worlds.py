"""End to end over random data whose truth is known: events in, verdict out."""

import pytest

from services.evaluation.calls import effects
from tests.integration.evaluation.study_house import study_house
from tests.integration.evaluation.study_world import VERDICT_AT, World, computed_here

BOTH = ["sqlite", "postgresql"]


@pytest.fixture
def house(request, tmp_path):
    with study_house(request, tmp_path) as house:
        yield house


@pytest.fixture
def in_this_process(monkeypatch):
    monkeypatch.setattr(effects, "run", computed_here)


def verdict_of(world):
    world.people()
    world.schedule()
    study_id = world.register(primary=True)
    world.begin()
    world.house.clock.travel_to(VERDICT_AT)
    world.measure()
    world.house.service.measure_due_studies()
    return world.house.service.get_study(study_id=study_id)["finding"]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_eight_minutes_less_are_found_by_twenty_four_units(house, in_this_process, seed):
    found = verdict_of(World(house, effect=-8.0, seed=seed))

    assert found["verdict"] == "improved"
    assert found["ci_low"] < -8 < found["ci_high"]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [4, 5, 6])
def test_where_nothing_happened_nothing_is_called_improved(house, in_this_process, seed):
    found = verdict_of(World(house, effect=0.0, seed=seed))

    assert found["verdict"] in ("no_evidence", "insufficient_data")


@pytest.mark.parametrize("house", BOTH, indirect=True)
def test_a_small_town_in_a_process_of_its_own(house):
    found = verdict_of(World(house, units=8, effect=-8.0, seed=7, noise=1.0))

    assert (found["verdict"], found["n_treated"], found["n_comparison"]) == ("improved", 4, 4)
    assert found["basis"]["comparison"] == ["U02", "U04", "U06", "U08"]
