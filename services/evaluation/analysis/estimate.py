"""What every estimator gives back: a number, how sure it is, and what it rests on."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """estimate   in the unit of the outcome (treated minus comparison)
    se         its standard error, same unit; None: cannot be known from these data
    df         degrees of freedom of the t distribution behind interval and p
    ci_low, ci_high   95 % interval
    p_value    two-sided, of "no difference"
    n          rows it rests on (units, or persons)
    n_treated, n_comparison   of these
    """

    estimate: float
    se: float | None
    df: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    n: int
    n_treated: int
    n_comparison: int

    @property
    def half_width(self) -> float | None:
        """Half of the interval's width, in the unit of the outcome; None without an interval."""
        if self.ci_low is None or self.ci_high is None:
            return None
        return (self.ci_high - self.ci_low) / 2

    @property
    def side(self) -> int:
        """-1 or 1: the whole interval is below or above zero. 0: it holds zero, or is missing."""
        if self.ci_low is None or self.ci_high is None:
            return 0
        return int(self.ci_low > 0) - int(self.ci_high < 0)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def with_interval(
    estimate: float, se: float | None, df: float | None, *, n_treated: int, n_comparison: int
) -> Estimate:
    """An estimate with the 95 % interval and p of Student's t with df degrees of freedom.

    se, df   None, not finite, or df not above 0: the estimate stands alone, without interval
    """
    known = se is not None and df is not None and np.isfinite(se) and np.isfinite(df) and df > 0
    low = high = p_value = None
    if known and se is not None and df is not None:
        margin = float(stats.t.ppf((1 + LEVEL) / 2, df)) * se
        low, high = estimate - margin, estimate + margin
        p_value = _p_value(estimate, se, df)
    return Estimate(
        estimate=float(estimate),
        se=float(se) if known and se is not None else None,
        df=float(df) if known and df is not None else None,
        ci_low=low,
        ci_high=high,
        p_value=p_value,
        n=n_treated + n_comparison,
        n_treated=n_treated,
        n_comparison=n_comparison,
    )


def _p_value(estimate: float, se: float, df: float) -> float:
    if se == 0:  # measurements without any noise
        return 1.0 if estimate == 0 else 0.0
    return float(2 * stats.t.sf(abs(estimate) / se, df))
