"""In invented offices, whose truth is known, the engine does not find what is not there.

The long run is `make simulate-effects`; its answers stand in docs/statistics.md.
"""

import numpy as np
import pytest

from scripts.simulate_effects import fast
from scripts.simulate_effects.engine import judged, studies
from scripts.simulate_effects.report import HOLDS_A, HOLDS_B, STAGGERED, ask
from scripts.simulate_effects.worlds import WORLDS, draw
from services.evaluation.analysis.study import measure

MANY, SOME, SEED = 1000, 120, 1
AT_ONCE = [world for world in WORLDS if world != STAGGERED]
SIGNS = {"improved": -1, "worsened": 1}


@pytest.fixture(scope="module", params=WORLDS)
def world(request):
    return ask(request.param, SOME if request.param == STAGGERED else MANY, SEED)


def test_no_way_of_choosing_units_makes_nothing_look_like_an_improvement(world):
    assert world.improved <= 0.04


def test_eight_minutes_less_are_found(world):
    assert world.power >= 0.8


def test_the_intervals_hold_the_truth_where_their_assumption_does(world):
    few = 0.02 if world.sets == SOME else 0  # what so few sets leave to chance
    for name, holds, shares in (
        ("A", HOLDS_A, world.first_holds),
        ("B", HOLDS_B, world.second_holds),
    ):
        if world.world in holds:
            assert 0.93 - few <= shares <= 0.97 + few, name


def test_a_naive_before_and_after_finds_improvement_where_there_is_none(world):
    assert world.naive > 0.04


def test_a_plain_difference_in_differences_falls_for_units_chosen_when_bad():
    for chosen in ("worst_level", "worst_deterioration"):
        assert ask(chosen, MANY, SEED).plain > 0.04


def test_each_method_alone_fails_in_a_world_where_the_other_holds():
    """Why both must agree: B falls for good volunteers, A reports harm to those who worsened."""
    volunteers = fast.second(draw("good_volunteer", MANY, SEED))
    worsened = fast.first(draw("worst_deterioration", MANY, SEED))

    assert (volunteers.side < 0).mean() > 0.04
    assert (worsened.side > 0).mean() > 0.04


@pytest.mark.parametrize("name", AT_ONCE)
def test_the_fast_path_of_the_simulation_is_the_engine(name):
    sets = draw(name, 6, SEED).with_effect(-4)
    a, b, verdicts = fast.first(sets), fast.second(sets), fast.verdicts(sets)

    for place, one in enumerate(judged(sets)):
        for ours, quick in ((one.first, a), (one.second, b)):
            assert ours.estimate == pytest.approx(quick.estimate[place])
            assert ours.se == pytest.approx(quick.se[place])
            assert ours.df == pytest.approx(quick.df[place])
        assert SIGNS.get(one.verdict, 0) == verdicts[place]


@pytest.mark.parametrize("name", WORLDS)
def test_what_decides_in_the_simulation_is_what_a_study_says(name):
    sets = draw(name, 3, SEED).with_effect(-8)

    for one, (measures, plan) in zip(judged(sets), studies(sets), strict=True):
        found = measure(measures, plan, plan.closes_on)
        assert (found.estimate, found.second) == (one.first.estimate, one.second)
        assert found.verdict == one.verdict


def test_a_world_is_the_same_each_time_and_hides_its_effect_nowhere_else():
    sets = draw("random", 4, SEED)
    moved = sets.with_effect(-8).values - sets.values

    assert (draw("random", 4, SEED).values == sets.values).all()
    assert set(np.unique(np.round(moved, 9))) == {-8.0, 0.0}
    assert not moved[~sets.treated].any()
