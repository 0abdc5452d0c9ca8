"""The sentences of a finding: figures that can be read, in words that are right."""

from types import SimpleNamespace

import pytest

from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.words import sentences


def told(estimate, low, high, n_treated=8, n_comparison=8) -> dict[str, str]:
    found = Estimate(
        estimate=estimate,
        se=1.0,
        df=10.0,
        ci_low=low,
        ci_high=high,
        p_value=0.5,
        n=n_treated + n_comparison,
        n_treated=n_treated,
        n_comparison=n_comparison,
    )
    held = SimpleNamespace(plan=SimpleNamespace(relevant_change=0.1))
    return sentences(held, found, None, "too_wide", "difference_in_differences")


@pytest.mark.parametrize(
    ("estimate", "low", "high", "english"),
    [
        (-8.344, -10.25, -6.55, "fell by 8.34; 95 % confidence interval: -10.25 to -6.55"),
        (-0.0225, -0.041, -0.004, "fell by 0.0225; 95 % confidence interval: -0.0410 to -0.0040"),
        (0.00042, 0.0001, 0.0007, "rose by 0.000420;"),
        (0.00001, -3.0, 3.0, "rose by 0.0000; 95 % confidence interval: -3.0000 to 3.0000"),
    ],
)
def test_three_digits_that_count_are_said_of_small_figures_too(estimate, low, high, english):
    assert english in told(estimate, low, high)["en"].replace("\u2212", "-")


def test_what_stayed_as_it_was_is_not_said_to_have_risen():
    said = told(0.0, -1.0, 1.0)

    assert "rose" not in said["en"]
    assert "naik" not in said["id"]


def test_one_unit_is_a_unit():
    said = told(-1.0, None, None, n_treated=1, n_comparison=1)["en"]

    assert "1 comparison unit, the value in the 1 trained unit fell by 1.00." in said
