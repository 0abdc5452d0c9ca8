"""Every treated unit beside the comparison units of its own time: rows for the regressions.

Units that start together form a cohort. Each cohort is put beside the units that were not yet or
never treated, in the same days; the cohorts are then stacked in event time, and each keeps a
constant of its own (Cengiz et al. 2019, Q. J. Econ. 134; weights that make the result the mean
effect on the treated: Wing, Freedman and Hollingsworth 2024, NBER 32054). Nobody who has begun is
ever a comparison, which is what goes wrong with two-way fixed effects (Goodman-Bacon 2021).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from services.evaluation.analysis.estimate import Estimate, with_interval
from services.evaluation.analysis.panel import Array, Indices, Panel
from services.evaluation.analysis.plan import Plan
from services.evaluation.analysis.robust import Undetermined, coefficient

FEWEST_UNITS = 3


@dataclass(frozen=True)
class Windows:
    """Days [before, before_end), [selected, selected_end), [start, end) as offsets; arrays of
    one length. Without a selection period selected = selected_end. Where measurements begin with
    the selection, the window before lies after it."""

    before: Indices
    before_end: Indices
    selected: Indices
    selected_end: Indices
    start: Indices
    end: Indices


@dataclass(frozen=True)
class Collapsed:
    """One row a unit.

    values    the unit's own value less that of its comparison; what it lent to others as their
              comparison is taken off, so that nothing is counted twice
    treated, weights   of the units
    """

    values: Array
    treated: NDArray[np.bool_]
    weights: Array

    def effect(self, *, weighted: bool = False) -> Estimate:
        """Difference of the means. Two units on a side are no sample: see `_beside_few`."""
        n_treated, n_comparison = int(self.treated.sum()), int((~self.treated).sum())
        sides = {"n_treated": n_treated, "n_comparison": n_comparison}
        if min(n_treated, n_comparison) < FEWEST_UNITS:
            return self._beside_few(sides)
        weights = self.weights if weighted else None
        found = coefficient(self.values, self.treated[:, None].astype(float), weights=weights)
        return with_interval(found.value, found.se, found.df, **sides)

    def _beside_few(self, sides: dict[str, int]) -> Estimate:
        """The interval takes the spread of the larger side for both.

        Source: Conley and Taber (2011), Rev. Econ. Stat. 93(1), in its normal form.
        """
        one, other = self.values[self.treated], self.values[~self.treated]
        effect = float(one.mean() - (other.mean() if other.size else 0.0))
        large = max(one, other, key=len)
        if len(large) < 2 or not other.size:
            return with_interval(effect, None, None, **sides)
        se = float(large.std(ddof=1)) * np.sqrt(1 / len(one) + 1 / len(other))
        return with_interval(effect, se, len(large) - 1, **sides)


@dataclass(frozen=True)
class Stack:
    """Rows: a unit in a cohort.

    unit      index into the panel's units
    cohort    index from 0
    treated   whether the unit belongs to the cohort, or is its comparison
    windows   of the row
    """

    unit: Indices
    cohort: Indices
    treated: NDArray[np.bool_]
    windows: Windows

    def kept(self, keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Of some rows those whose cohort still has both of its sides."""
        for side in (True, False):
            there = np.unique(self.cohort[keep & (self.treated == side)])
            keep = keep & np.isin(self.cohort, there)
        return keep

    def where(self, keep: NDArray[np.bool_], *, both_sides: bool = True) -> "Stack":
        """Some rows only; by default only of cohorts that have both sides."""
        keep = self.kept(keep) if both_sides else keep
        windows = Windows(**{name: part[keep] for name, part in vars(self.windows).items()})
        return Stack(self.unit[keep], self.cohort[keep], self.treated[keep], windows)

    def count(self, treated: bool) -> int:
        """Units on one side; one that waits for its own start counts as treated."""
        own = set(self.unit[self.treated])
        return len(own) if treated else len(set(self.unit[~self.treated]) - own)

    @property
    def weights(self) -> Array:
        """1 for the treated; the comparison units of a cohort weigh as much together."""
        size = int(self.cohort.max()) + 1
        treated = np.bincount(self.cohort[self.treated], minlength=size)
        others = np.bincount(self.cohort[~self.treated], minlength=size)
        balance = treated / np.maximum(others, 1)
        return np.where(self.treated, 1.0, balance[self.cohort])

    @property
    def one_cohort(self) -> bool:
        """Whether all units start together."""
        return len(np.unique(self.cohort)) == 1

    def collapsed(self, outcome: Array, weights: Array | None = None) -> Collapsed:
        """One value for each unit, whose difference between the sides is the mean effect.

        outcome   a value for each row
        weights   of the rows; None: every unit alike
        """
        weight = np.ones(len(outcome)) if weights is None else weights
        treated, others = self.treated, ~self.treated
        size = int(self.cohort.max()) + 1
        total = np.bincount(self.cohort[others], weights=weight[others], minlength=size)
        total = np.where(total > 0, total, np.nan)  # cohorts that are not there
        level = np.bincount(self.cohort[others], (weight * outcome)[others], minlength=size) / total
        share = np.bincount(self.cohort[treated], weight[treated], minlength=size) / total
        beside = outcome - level[self.cohort]
        units, index = np.unique(self.unit, return_inverse=True)
        flags = np.isin(units, self.unit[treated])
        own = np.bincount(index[treated], beside[treated], minlength=len(units))
        loans = (share[self.cohort] * beside)[others]
        lent = np.bincount(index[others], loans, minlength=len(units))
        mean = np.bincount(index, weights=weight) / np.bincount(index)
        scale = mean[~flags].sum() / mean[flags].sum()
        return Collapsed(np.where(flags, own - lent, scale * lent), flags, mean)

    def effect(self, outcome: Array, weights: Array | None = None) -> Estimate:
        """Mean difference of an outcome between treated and comparison units, cohort by cohort.

        outcome   a value for each row
        weights   of the rows; None: every unit alike
        """
        return self.collapsed(outcome, weights).effect(weighted=weights is not None)

    def adjusted(self, outcome: Array, *controls: Array) -> Estimate | None:
        """The same with other values of the rows held equal, by regression on the rows.

        With several cohorts each has a constant, the rows of a cohort's comparison units weigh as
        much as its treated, and a unit is one cluster. None where the rows cannot determine it.
        """
        useful = [control for control in controls if np.ptp(control) > 0]
        try:
            found = coefficient(
                outcome,
                np.column_stack([self.treated.astype(float), *useful]),
                groups=self.cohort,
                weights=None if self.one_cohort else self.weights,
                clusters=self.unit,
            )
        except Undetermined:
            return None
        sides = {"n_treated": self.count(True), "n_comparison": self.count(False)}
        return with_interval(found.value, found.se, found.df, **sides)


def stack(panel: Panel, plan: Plan) -> Stack:
    """All rows that the plan asks for, whether their windows are measured or not."""
    rows = np.array(sorted(_rows(panel, plan)), dtype=int).reshape(-1, 6)
    units, cohorts, treated, start, selected, selected_end = rows.T
    windows = _windows(start, selected, selected_end, plan.before_days, plan.after_days)
    windows = _where_measured(panel, units, windows)
    return Stack(units, cohorts, treated.astype(bool), windows)


def _rows(panel: Panel, plan: Plan) -> Iterator[tuple[int, int, bool, int, int, int]]:
    """unit, cohort, whether treated, and the cohort's clock."""
    index = {str(name): number for number, name in enumerate(panel.units)}
    clocks = {unit: _clock(panel, plan, unit) for unit in plan.starts if unit in index}
    never = [index[unit] for unit in plan.comparison if unit in index]
    for number, clock in enumerate(sorted(set(clocks.values()))):
        for unit, own in clocks.items():
            if own == clock:
                yield (index[unit], number, True, *clock)
            elif _waits(plan, unit, own, clock):
                yield (index[unit], number, False, *clock)
        for place in never:
            yield (place, number, False, *clock)


def _clock(panel: Panel, plan: Plan, unit: str) -> tuple[int, int, int]:
    """Start, first and end day of the selection; a period that is not before the start: none."""
    start = panel.offset(plan.starts[unit])
    period = plan.selection_of(unit)
    first, end = (
        (panel.offset(period[0]), panel.offset(period[1]) + 1) if period else (start, start)
    )
    return (start, first, min(end, start)) if first < start else (start, start, start)


def _waits(plan: Plan, unit: str, own: tuple[int, int, int], clock: tuple[int, int, int]) -> bool:
    """Not yet treated, nor yet being selected for its unusual values, when the windows close."""
    begins = own[1] if unit in plan.selected_by_unit else own[0]
    return begins >= clock[0] + plan.after_days


def _windows(
    start: Indices, selected: Indices, selected_end: Indices, before_days: int, after_days: int
) -> Windows:
    """Around the selection, as far before it as the start lies after it.

    The mirror image is what makes a passing bad spell cancel: what is left of it before and after
    is then the same (Chabe-Ferret 2015, J. Econometrics 185).
    """
    before_end = np.where(selected < start, selected - (start - selected_end), start)
    return Windows(
        before_end - before_days, before_end, selected, selected_end, start, start + after_days
    )


def _where_measured(panel: Panel, unit: Indices, windows: Windows, least: float = 0.8) -> Windows:
    """Where measurements begin too late for the mirrored window, another one as long.

    Next to the selection; or, where nothing is measured before that either, between the selection
    and the start, if it has room there. What is left of a passing bad spell is then in the window
    before: B, which holds the selection's mean equal, must still agree.
    """
    length = windows.before_end - windows.before
    near = np.where(windows.selected < windows.start, windows.selected, windows.start)
    room = windows.start - windows.selected_end >= length
    ends = [windows.before_end, near, np.where(room, windows.start, near)]
    if not unit.size:
        return windows
    for end in ends:
        if panel.coverage(unit, end - length, end).mean() >= least:
            return replace(windows, before=end - length, before_end=end)
    return replace(windows, before=near - length, before_end=near)
