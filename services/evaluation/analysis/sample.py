"""The units that can be compared, each collapsed to one mean before, while selected, and after."""

from dataclasses import dataclass, replace

import numpy as np

from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.panel import Array, Panel
from services.evaluation.analysis.plan import Plan
from services.evaluation.analysis.stack import Stack, stack


@dataclass(frozen=True)
class Sample:
    """panel, plan
    rows       of the stack whose windows before and after are measured
    before, selected, after   mean of each row in these windows (selected: NaN where there is none)
    """

    panel: Panel
    plan: Plan
    rows: Stack
    before: Array
    selected: Array
    after: Array

    @property
    def n_treated(self) -> int:
        return self.rows.count(True)

    @property
    def n_comparison(self) -> int:
        return self.rows.count(False)

    @property
    def staggered(self) -> bool:
        return not self.rows.one_cohort

    @property
    def changes(self) -> Array:
        """After minus before, of each row."""
        return self.after - self.before

    @property
    def treated_before(self) -> float:
        """Mean before of the treated units, each counting alike; 0 without any."""
        own = self.before[self.rows.treated]
        return float(own.mean()) if own.size else 0.0

    @property
    def left_out(self) -> tuple[str, ...]:
        """Units of the plan without measurements in both windows, or without counterpart."""
        kept = set(self.panel.units[self.rows.unit].tolist())
        return tuple(sorted({*self.plan.starts, *self.plan.comparison} - kept))

    @property
    def coverage(self) -> float:
        """Share (0-1) of usual days measured, in the worst cell of side and window; 0: no rows."""
        return float(min((shares.mean() for shares in self._shares() if shares.size), default=0.0))

    @property
    def thinnest(self) -> float:
        """The same of the worst single unit."""
        return float(min((shares.min() for shares in self._shares() if shares.size), default=0.0))

    def _shares(self) -> list[Array]:
        windows, unit, treated = self.rows.windows, self.rows.unit, self.rows.treated
        before = self.panel.coverage(unit, windows.before, windows.before_end)
        after = self.panel.coverage(unit, windows.start, windows.end)
        return [share[treated == side] for share in (before, after) for side in (True, False)]

    def first(self) -> Estimate | None:
        """A: difference-in-differences of the means after and before."""
        return self.rows.effect(self.changes) if self.rows.unit.size else None

    def second(self) -> Estimate | None:
        """B: the mean after, with the means while selected and before held equal."""
        if not self.rows.unit.size:
            return None
        if np.isnan(self.selected).all():
            return self.rows.adjusted(self.after, self.before)
        known = ~np.isnan(self.selected)
        rows, known = self.rows.where(known), self.rows.kept(known)
        if not rows.unit.size:
            return None
        return rows.adjusted(self.after[known], self.selected[known], self.before[known])

    def shortened(self) -> "Sample":
        """The same with windows half as long."""
        before, after = max(self.plan.before_days // 2, 1), max(self.plan.after_days // 2, 1)
        return sample(self.panel, replace(self.plan, before_days=before, after_days=after))


def sample(panel: Panel, plan: Plan) -> Sample:
    """What of the plan's units is measured both before and after."""
    rows = stack(panel, plan)
    measured = np.isfinite(_before(panel, rows)) & np.isfinite(_after(panel, rows))
    rows = rows.where(measured, both_sides=bool(plan.comparison))
    windows = rows.windows
    selected = panel.mean(rows.unit, windows.selected, windows.selected_end)
    return Sample(panel, plan, rows, _before(panel, rows), selected, _after(panel, rows))


def _before(panel: Panel, rows: Stack) -> Array:
    return panel.mean(rows.unit, rows.windows.before, rows.windows.before_end)


def _after(panel: Panel, rows: Stack) -> Array:
    return panel.mean(rows.unit, rows.windows.start, rows.windows.end)
