"""Without comparison units: the treated against the continuation of their own past. Weak."""

from datetime import date

import numpy as np
from scipy.optimize import minimize_scalar
from statsmodels.regression.linear_model import OLS

from services.evaluation.analysis.answer import answer
from services.evaluation.analysis.estimate import Estimate, with_interval
from services.evaluation.analysis.finding import Finding
from services.evaluation.analysis.panel import Array
from services.evaluation.analysis.sample import Sample
from services.evaluation.analysis.verdict import LEAST_COVERAGE, Decision

LEAST_WEEKS = 104
YEAR = 365.25 / 7  # weeks
MOST_LASTING = 0.98  # correlation of a week with the next


def finding(held: Sample, looked_on: date) -> Finding:
    """Step of the weekly mean at the start; never more than insufficient_data.

    Nothing here tells the training from whatever else came at that time, so there is no verdict:
    the rule of three units on each side holds. Fewer than 104 weeks before: no estimate.
    """
    weeks = _weekly(held) if held.rows.unit.size else None
    first = _step(held, *weeks) if weeks else None
    return answer(
        held,
        first,
        looked_on,
        design="interrupted_time_series" if first else "none",
        decision=Decision("insufficient_data", "alone" if first else "short"),
    )


def _weekly(held: Sample) -> tuple[Array, Array] | None:
    """Mean deviation from the units' own levels, week by week, and the share that had started.

    The selection is left out. None with fewer than 104 weeks before, or too many unmeasured.
    """
    rows, panel = held.rows, held.panel
    start = rows.windows.start
    before, after = int(start.min()) // 7, -(-int(rows.windows.end.max() - start.min()) // 7)
    weeks = np.arange(-before, after)
    first = int(start.min()) + weeks * 7
    shape = (len(rows.unit), len(weeks))
    units = np.broadcast_to(rows.unit[:, None], shape)
    values = panel.mean(units, np.broadcast_to(first, shape), np.broadcast_to(first + 7, shape))
    begun = first[None, :] >= start[:, None]
    chosen = (first + 7 > rows.windows.selected[:, None]) & (
        first < rows.windows.selected_end[:, None]
    )
    own = values - held.before[:, None]
    own[chosen | (first >= rows.windows.end[:, None])] = np.nan
    known = np.isfinite(own)
    count = known.sum(axis=0)
    level = np.where(count > 0, np.nansum(own, axis=0) / np.maximum(count, 1), np.nan)
    past = (np.isfinite(level) | np.any(chosen, axis=0))[weeks < 0]
    if before < LEAST_WEEKS or past.mean() < LEAST_COVERAGE:
        return None
    return level, (begun & known).sum(axis=0) / np.maximum(count, 1)


def _step(held: Sample, level: Array, begun: Array) -> Estimate:
    """Regression on trend, season (two harmonics of the year) and step, errors AR(1).

    By restricted maximum likelihood: the usual one takes the errors for less lasting than they
    are, and its intervals are too narrow (Turner et al. 2021, BMC Med. Res. Methodol. 21:181).
    Weeks that are not measured are left out; degrees of freedom are those of as many independent
    weeks as the series is worth.
    """
    known = np.isfinite(level)
    time = np.arange(len(level))[known]
    angle = 2 * np.pi * time / YEAR
    season = [wave(k * angle) for k in (1, 2) for wave in (np.sin, np.cos)]
    regressors = np.column_stack([begun[known], np.ones(len(time)), time / YEAR, *season])
    apart = np.diff(time)
    ar = minimize_scalar(
        lambda trial: _misfit(level[known], regressors, trial**apart),
        bounds=(0, MOST_LASTING),
        method="bounded",
    ).x
    fitted = OLS(*_independent(level[known], regressors, ar**apart)).fit()
    worth = fitted.df_resid * (1 - ar) / (1 + ar)
    sides = {"n_treated": held.n_treated, "n_comparison": 0}
    return with_interval(float(fitted.params[0]), float(fitted.bse[0]), worth, **sides)


def _independent(level: Array, regressors: Array, alike: Array) -> tuple[Array, Array]:
    """Both, each week less what the one before says of it, so that the errors are independent.

    alike   correlation of each week but the first with the one measured before it
    """
    spread = np.sqrt(1 - alike**2)
    together = np.column_stack([level, regressors])
    rest = (together[1:] - alike[:, None] * together[:-1]) / spread[:, None]
    whole = np.vstack([together[:1], rest])
    return whole[:, 0], whole[:, 1:]


def _misfit(level: Array, regressors: Array, alike: Array) -> float:
    """Minus twice the restricted log-likelihood, but for a constant."""
    values, columns = _independent(level, regressors, alike)
    fitted = OLS(values, columns).fit()
    spread = np.log1p(-(alike**2)).sum() + np.linalg.slogdet(columns.T @ columns)[1]
    return float(spread + fitted.df_resid * np.log(fitted.scale))
