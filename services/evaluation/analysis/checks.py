"""Questions that a finding must stand before it is believed."""

import numpy as np
from scipy import stats

from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.finding import Placebo, Sensitivity
from services.evaluation.analysis.panel import Array
from services.evaluation.analysis.sample import Sample
from services.evaluation.analysis.verdict import FEW_UNITS

RESAMPLES = 9_999
ONE_SIDED = 0.05


def permutation(held: Sample) -> float | None:
    """p of the permutation test where a side has fewer than 6 units; None with more.

    All assignments of the units' changes to the two sides where there are few, else 9,999 drawn
    by the plan's seed. Source: Fisher (1935); scipy.stats.permutation_test.
    """
    if min(held.n_treated, held.n_comparison) >= FEW_UNITS:
        return None
    units = held.rows.collapsed(held.changes)
    found = stats.permutation_test(
        (units.values[units.treated], units.values[~units.treated]),
        lambda one, other, axis: one.mean(axis=axis) - other.mean(axis=axis),
        n_resamples=RESAMPLES,
        vectorized=True,
        rng=np.random.default_rng(held.plan.seed),
    )
    return float(found.pvalue)


def trend(held: Sample) -> Estimate | None:
    """Difference of the slopes before (per week) between treated and comparison units."""
    windows = held.rows.windows
    slopes = held.panel.slope(held.rows.unit, windows.before, windows.before_end)
    return _effect_of(held, slopes)


def placebo(held: Sample) -> Placebo:
    """The same estimate inside the window before: its second half against its first."""
    windows, unit = held.rows.windows, held.rows.unit
    middle = (windows.before + windows.before_end) // 2
    earlier = held.panel.mean(unit, windows.before, middle)
    later = held.panel.mean(unit, middle, windows.before_end)
    return Placebo(estimate=_effect_of(held, later - earlier))


def sensitivity(held: Sample) -> tuple[Sensitivity, ...]:
    """The first estimate with half windows, and with each unit weighing by its services."""
    estimates = {"half_windows": held.shortened().first(), "citizen_weighted": by_citizens(held)}
    return tuple(
        Sensitivity(name=name, estimate=estimate)
        for name, estimate in estimates.items()
        if estimate is not None
    )


def by_citizens(held: Sample) -> Estimate | None:
    """Every service counts alike, not every unit: large offices decide."""
    windows, unit = held.rows.windows, held.rows.unit
    if not unit.size:
        return None
    services = held.panel.over("n", unit, windows.before, windows.before_end)
    services = services + held.panel.over("n", unit, windows.start, windows.end)
    return held.rows.effect(held.changes, services / services.mean())


def selected_while_bad(held: Sample) -> bool:
    """Whether the treated were worse just before the start than the comparison would expect.

    Looked at in the selection window; without one in the last quarter of the window before,
    against the rest of it.
    """
    windows, unit = held.rows.windows, held.rows.unit
    if np.isfinite(held.selected).any():
        dip = _effect_of(held, held.selected - held.before)
    else:
        edge = windows.before_end - (windows.before_end - windows.before) // 4
        earlier = held.panel.mean(unit, windows.before, edge)
        dip = _effect_of(held, held.panel.mean(unit, edge, windows.before_end) - earlier)
    if dip is None or dip.p_value is None:
        return False
    worse = dip.estimate > 0 if held.plan.better == "lower" else dip.estimate < 0
    return worse and dip.p_value / 2 < ONE_SIDED


def _effect_of(held: Sample, outcome: Array) -> Estimate | None:
    known = held.rows.kept(np.isfinite(outcome))
    if not known.any():
        return None
    return held.rows.where(known).effect(outcome[known])
