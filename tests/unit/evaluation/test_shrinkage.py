"""Rates of small units are drawn to the common rate, and say how sure they are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.analysis.shrinkage import shrink

UNITS = st.lists(
    st.tuples(st.integers(0, 500), st.floats(0.01, 1000, allow_nan=False)), min_size=1, max_size=40
)


def shrunk(units):
    counts, exposures = (np.array(each, float) for each in zip(*units, strict=True))
    return counts, exposures, shrink(counts, exposures)


@given(UNITS)
@settings(max_examples=100)
def test_a_rate_lies_between_its_own_and_the_common_one_within_its_interval(units):
    counts, exposures, found = shrunk(units)

    own = counts / exposures
    slack = 1e-9 + 1e-9 * np.maximum(own, found.common)
    assert np.all(found.rates >= np.minimum(own, found.common) - slack)
    assert np.all(found.rates <= np.maximum(own, found.common) + slack)
    assert np.all((found.low <= found.rates) & (found.rates <= found.high))
    assert np.all(np.isfinite(found.high))


@given(UNITS, st.integers(2, 50))
@settings(max_examples=100)
def test_the_more_volume_the_less_a_rate_is_drawn_to_the_common_one(units, times):
    count, exposure = units[0]
    _, _, found = shrunk([*units, (count * times, exposure * times)])

    own = count / exposure
    small, large = abs(found.rates[0] - own), abs(found.rates[-1] - own)
    assert large <= small + 1e-9 * (1 + own)


def test_units_that_look_alike_still_have_an_interval_of_some_width():
    found = shrink(np.full(10, 20.0), np.full(10, 10.0))

    assert found.rates == pytest.approx(np.full(10, 2.0))
    assert np.all(found.high - found.low > 0.2)


def test_nobody_complained_and_small_units_are_less_sure_of_it():
    found = shrink(np.zeros(2), np.array([1.0, 100.0]))

    assert list(found.rates) == list(found.low) == [0.0, 0.0]
    assert list(found.high) == [3.0, 0.03]


@pytest.mark.parametrize(
    ("counts", "exposures"),
    [([], []), ([1.0], [1.0, 2.0]), ([-1.0], [1.0]), ([1.0], [0.0]), ([1.0], [np.inf])],
)
def test_what_cannot_be_a_rate_is_refused(counts, exposures):
    with pytest.raises(ValueError, match=r"counts|exposures"):
        shrink(np.array(counts), np.array(exposures))


def test_shrunk_rates_err_less_and_their_intervals_hold_the_truth_about_as_often_as_they_say():
    numbers = np.random.default_rng(20261123)
    held, own_error, shrunk_error = [], [], []
    for _ in range(200):
        truth = numbers.gamma(4.0, 0.5, 60)
        exposures = 3 * numbers.lognormal(0.0, 1.0, 60)
        counts = numbers.poisson(truth * exposures)
        found = shrink(counts, exposures)
        held.append(np.mean((found.low <= truth) & (truth <= found.high)))
        own_error.append(np.mean((counts / exposures - truth) ** 2))
        shrunk_error.append(np.mean((found.rates - truth) ** 2))

    assert 0.92 <= np.mean(held) <= 0.97
    assert np.mean(shrunk_error) < np.mean(own_error) / 2
