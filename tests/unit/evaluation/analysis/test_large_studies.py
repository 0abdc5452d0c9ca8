"""A study of a whole province is still computed at once."""

from datetime import date, timedelta
from time import process_time

import numpy as np

from services.evaluation.analysis.study import Measures, Plan, measure

UNITS, DAYS = 500, 730


def test_500_units_of_730_days_that_start_on_twenty_different_days_take_under_20_seconds():
    rng = np.random.default_rng(1)
    names = [f"KEL-{place:03}" for place in range(UNITS)]
    measures = Measures(
        unit=np.repeat(names, DAYS),
        day=np.tile(np.datetime64("2024-01-01") + np.arange(DAYS), UNITS),
        value=rng.normal(60, 5, UNITS * DAYS),
        n=rng.integers(1, 90, UNITS * DAYS),
    )
    start = date(2025, 2, 3)
    plan = Plan(
        starts={name: start + timedelta(days=place % 20) for place, name in enumerate(names[::2])},
        comparison=names[1::2],
        before_days=180,
        after_days=180,
        selected=(start - timedelta(days=31), start - timedelta(days=1)),
        registered_on=start - timedelta(days=1),
    )

    begun = process_time()
    found = measure(measures, plan, date(2026, 1, 1))

    assert process_time() - begun < 20
    assert (found.n, found.verdict) == (500, "no_evidence")
