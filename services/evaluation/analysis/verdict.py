"""From estimates to one word, by rules fixed beforehand."""

from typing import NamedTuple

from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.finding import Verdict

FEWEST_UNITS = 3
FEW_UNITS = 6
LEAST_COVERAGE = 0.8
SIGNIFICANT = 0.05


class Decision(NamedTuple):
    """A verdict and the rule that gave it, a key of `words.REASONS`."""

    verdict: Verdict
    reason: str


def decide(
    first: Estimate | None,
    second: Estimate | None,
    *,
    better: str,
    relevant: float,
    coverage: float,
    permutation_p: float | None = None,
    pre_trend: Estimate | None = None,
) -> Decision:
    """The verdict of a study with comparison units, in this order.

    1. fewer than 3 units on a side, or less than 80 % of the days: insufficient_data
    2. both intervals wholly on one side of zero: improved or worsened; but insufficient_data
       where the units drifted apart in that direction already before, or where, with 3 to 5
       units on a side, the permutation test does not reject
    3. an interval half as wide as more than the relevant change: insufficient_data
    4. else no_evidence

    relevant   the relevant change, in the metric's unit
    coverage   share (0-1) of the usual days that are measured
    """
    if first is None or min(first.n_treated, first.n_comparison) < FEWEST_UNITS:
        return Decision("insufficient_data", "few_units")
    if coverage < LEAST_COVERAGE:
        return Decision("insufficient_data", "missing_days")
    if second is None:
        return Decision("insufficient_data", "one_method")
    side = first.side if first.side == second.side else 0
    if side and drifted(pre_trend) == side:
        return Decision("insufficient_data", "drifting")
    if side and not beyond_chance(first, permutation_p):
        return Decision("insufficient_data", "by_chance")
    if side:
        return Decision("improved" if (side < 0) == (better == "lower") else "worsened", "agreed")
    if not informative(relevant, first, second):
        return Decision("insufficient_data", "too_wide")
    return Decision("no_evidence", "narrow")


def beyond_chance(first: Estimate, permutation_p: float | None) -> bool:
    """With 3 to 5 units on a side the intervals do not suffice: permutation must reject too."""
    if min(first.n_treated, first.n_comparison) >= FEW_UNITS:
        return True
    return permutation_p is not None and permutation_p <= SIGNIFICANT


def drifted(pre_trend: Estimate | None) -> int:
    """-1 or 1: the treated went down or up against the others before anything had begun."""
    return pre_trend.side if pre_trend else 0


def informative(relevant: float, *estimates: Estimate) -> bool:
    """Whether every interval is known within the relevant change, either way."""
    widths = [estimate.half_width for estimate in estimates]
    return all(width is not None and width <= relevant for width in widths)


def decide_two_groups(found: Estimate, *, better: str, relevant: float) -> Decision:
    """The verdict on two groups that were only looked at once, in the same order.

    relevant   the relevant change, in the outcome's unit
    """
    if min(found.n_treated, found.n_comparison) < FEWEST_UNITS:
        return Decision("insufficient_data", "few_units")
    if found.side:
        improved = (found.side < 0) == (better == "lower")
        return Decision("improved" if improved else "worsened", "agreed")
    if not informative(relevant, found):
        return Decision("insufficient_data", "too_wide")
    return Decision("no_evidence", "narrow")
