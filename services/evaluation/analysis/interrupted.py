"""Without comparison units: the treated against the continuation of their own past. Weak."""

import warnings
from datetime import date

import numpy as np

from services.evaluation.analysis.answer import answer
from services.evaluation.analysis.estimate import Estimate, with_interval
from services.evaluation.analysis.finding import Finding
from services.evaluation.analysis.panel import Array
from services.evaluation.analysis.sample import Sample
from services.evaluation.analysis.verdict import LEAST_COVERAGE, Decision

LEAST_WEEKS = 104
YEAR = 365.25 / 7  # weeks


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


def _step(held: Sample, level: Array, begun: Array) -> Estimate | None:
    """Regression on trend, season (two harmonics of the year) and step, errors AR(1).

    Source: Bernal, Cummins and Gasparrini (2017), Int. J. Epidemiol. 46(1); maximum likelihood by
    statsmodels' ARIMA, which leaves out weeks that are not measured.
    """
    # Only here: few studies need it, and it takes as long to load as all the rest.
    from statsmodels.tsa.arima.model import ARIMA

    time = np.arange(len(level))
    angle = 2 * np.pi * time / YEAR
    season = [wave(k * angle) for k in (1, 2) for wave in (np.sin, np.cos)]
    regressors = np.column_stack([begun, np.ones(len(level)), time / YEAR, *season])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the search's first guesses
        fitted = ARIMA(level, exog=regressors, order=(1, 0, 0), trend="n").fit()
    df = int(np.isfinite(level).sum()) - regressors.shape[1] - 1
    step, se = float(fitted.params[0]), float(fitted.bse[0])
    return with_interval(step, se, df, n_treated=held.n_treated, n_comparison=0)
