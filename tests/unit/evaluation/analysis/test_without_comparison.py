"""Without comparison units a study tells what changed, and that this is no proof."""

from datetime import timedelta

import numpy as np
import pytest

from services.evaluation.analysis.study import Measures, Plan, measure
from tests.unit.evaluation.analysis.study_builders import FIRST, names

WEEKS_AFTER = 26


def a_past(weeks: int, effect: float, seed: int = 3) -> tuple[Measures, Plan]:
    """Two offices with a yearly season, a trend and errors that last (AR 0.6)."""
    rng = np.random.default_rng(seed)
    total = weeks + WEEKS_AFTER
    week = np.arange(total)
    values = []
    for level in (50.0, 70.0):
        errors = np.zeros(total)
        for place in range(1, total):
            errors[place] = 0.6 * errors[place - 1] + rng.normal(0, 1.5)
        season = 6 * np.sin(2 * np.pi * week / 52.18)
        values.append(level + season + 0.02 * week + errors + effect * (week >= weeks))
    start = FIRST + timedelta(weeks=weeks)
    measures = Measures(
        unit=np.repeat(names(2), total),
        day=np.tile(np.datetime64(FIRST) + 7 * week, 2),
        value=np.concatenate(values),
        n=np.ones(2 * total),
    )
    starts = dict.fromkeys(names(2), start)
    return measures, Plan(starts=starts, comparison=[], before_days=90, after_days=7 * WEEKS_AFTER)


def test_two_years_of_past_show_the_step_beyond_season_and_trend():
    found = []
    for seed in range(30):
        measures, plan = a_past(110, -8, seed)
        found.append(measure(measures, plan, plan.closes_on))

    assert {one.design for one in found} == {"interrupted_time_series"}
    assert np.mean([one.estimate for one in found]) == pytest.approx(-8, abs=0.5)
    assert sum(one.ci_low < -8 < one.ci_high for one in found) >= 26
    assert all(one.ci_high < 0 for one in found)


def test_it_is_never_more_than_a_hint():
    measures, plan = a_past(110, -20)

    found = measure(measures, plan, plan.closes_on + timedelta(days=14))

    assert (found.verdict, found.second) == ("insufficient_data", None)
    assert "this is a hint, no proof" in found.sentences["en"]
    assert "continuation of its own past" in found.sentences["en"]


def test_a_shorter_past_gives_no_estimate_at_all():
    measures, plan = a_past(103, -20)

    found = measure(measures, plan, plan.closes_on + timedelta(days=14))

    assert (found.design, found.estimate) == ("none", None)
    assert "104 weeks" in found.sentences["en"]
