"""The demo's made-up service: what it hides is found, and what is not there is not."""

from datetime import date, timedelta

import numpy as np

from demo import town
from services.evaluation.analysis.study import Measures, Plan, measure

UNITS = [f"U{number}" for number in range(12)]
BEGINS = date(2026, 12, 4)
WINDOW = 70  # days
SELECTED = (BEGINS - timedelta(days=101), BEGINS - timedelta(days=11))
SPAN = (BEGINS - timedelta(days=2 * WINDOW + 105), BEGINS + timedelta(days=WINDOW - 1))


def the_verdict(truth, trained, seed):
    made = list(town.figures(truth, UNITS, trained, BEGINS, SPAN, seed))
    measures = Measures(
        unit=np.array([one.unit_id for one in made]),
        day=np.array([one.day for one in made], dtype="datetime64[D]"),
        value=np.array([one.value for one in made]),
        n=np.array([float(one.n) for one in made]),
    )
    plan = Plan(
        starts=dict.fromkeys(trained, BEGINS),
        comparison=[one for one in UNITS if one not in trained],
        before_days=WINDOW,
        after_days=WINDOW,
        selected=SELECTED,
        registered_on=BEGINS - timedelta(days=10),
    )
    return measure(measures, plan, BEGINS + timedelta(days=WINDOW + 30)).verdict


def test_over_20_seeds_no_effect_is_called_improved_at_most_twice_and_a_real_one_is_mostly_found():
    without, with_one = [], []
    for seed in range(20):
        for place, truth in enumerate(town.truths(seed)):
            verdict = the_verdict(truth, UNITS[place::2], seed)
            (with_one if truth.effect else without).append(verdict)

    assert len(without) > 10
    assert without.count("improved") <= 2
    assert with_one.count("improved") >= 0.8 * len(with_one)


def test_the_same_seed_is_the_same_town():
    days = date(2026, 8, 1), date(2026, 8, 31)

    assert list(town.complaints(UNITS, *days, 7)) == list(town.complaints(UNITS, *days, 7))
    assert list(town.complaints(UNITS, *days, 7)) != list(town.complaints(UNITS, *days, 8))
    assert town.truths(7) == town.truths(7)


def test_units_early_in_the_list_are_complained_about_more():
    made = list(town.complaints(UNITS, date(2026, 1, 1), date(2026, 12, 31), 1))
    counts = [sum(one.unit_id == unit for one in made) for unit in UNITS]

    assert counts[0] > 2 * counts[-1]
    assert any(one.unit_id is None for one in made)
