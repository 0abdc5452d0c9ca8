"""What a group learned: before and after, the same persons. No effect without a comparison."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

from services.evaluation.analysis.estimate import LEVEL

FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class Learning:
    """gain              mean of (after - before), points
    ci_low, ci_high   its 95 % interval (paired t)
    normalised_gain   share of what could be gained (Hake); None where all had the maximum before
    n                 persons with both scores
    """

    gain: float
    ci_low: float
    ci_high: float
    p_value: float
    normalised_gain: float | None
    before: float
    after: float
    n: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def learning(before: Sequence[float], after: Sequence[float], max_score: float) -> Learning | None:
    """What a group learned; None with fewer than ten persons: one of them would decide it.

    before, after   scores of the same persons, same order, in points [0, max_score]
    max_score       best attainable score, in points, > 0

    Sources: Student's paired interval; Hake (1998), Am. J. Phys. 66(1), 64-74, class average.

    Raises ValueError for scores of different number or outside [0, max_score].
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != second.shape:
        raise ValueError(f"paired scores needed, got {first.size} and {second.size}")
    for scores in (first, second):
        if not ((scores >= 0) & (scores <= max_score)).all():
            raise ValueError(f"a score lies between 0 and {max_score:g}")
    if first.size < FEWEST:
        return None
    low, high, p_value = _paired(second - first)
    room = max_score - float(first.mean())
    gain = float((second - first).mean())
    return Learning(
        gain=gain,
        ci_low=low,
        ci_high=high,
        p_value=p_value,
        normalised_gain=gain / room if room > 0 else None,
        before=float(first.mean()),
        after=float(second.mean()),
        n=int(first.size),
    )


def _paired(gains: np.ndarray) -> tuple[float, float, float]:
    """Interval and p of a mean; everybody gaining exactly alike leaves no doubt."""
    if np.ptp(gains) == 0:
        gain = float(gains[0])
        return gain, gain, 1.0 if gain == 0 else 0.0
    result = stats.ttest_1samp(gains, 0.0)
    interval = result.confidence_interval(LEVEL)
    return float(interval.low), float(interval.high), float(result.pvalue)
