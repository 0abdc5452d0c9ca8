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


@dataclass(frozen=True)
class Windows:
    """Days [before, before_end), [selected, selected_end), [start, end) as offsets; arrays of
    one length. Without a selection period selected = selected_end."""

    before: Indices
    before_end: Indices
    selected: Indices
    selected_end: Indices
    start: Indices
    end: Indices


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

    def effect(
        self, outcome: Array, *controls: Array, weights: Array | None = None
    ) -> Estimate | None:
        """Mean difference of an outcome between treated and comparison units, cohort by cohort.

        outcome, controls   a value for each row
        weights             of the rows, beside those of the cohorts; None: every unit alike

        None where the rows cannot determine it.
        """
        useful = [control for control in controls if np.ptp(control) > 0]
        regressors = np.column_stack([self.treated.astype(float), *useful])
        every = self.weights if weights is None else self.weights * weights
        try:
            found = coefficient(
                outcome, regressors, groups=self.cohort, weights=every, clusters=self.unit
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
    """Where measurements begin too late for the mirrored window, the one next to the selection."""
    near = np.where(windows.selected < windows.start, windows.selected, windows.start)
    before = near - (windows.before_end - windows.before)
    if not unit.size or (near == windows.before_end).all():
        return windows
    mirrored = panel.coverage(unit, windows.before, windows.before_end).mean()
    if mirrored >= least:
        return windows
    return replace(windows, before=before, before_end=near)
