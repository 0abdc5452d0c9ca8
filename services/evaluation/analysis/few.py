"""One or two units on a side: what happened there, beside what happens to units anyway."""

from datetime import date

import numpy as np

from services.evaluation.analysis.answer import answer
from services.evaluation.analysis.checks import unit_changes
from services.evaluation.analysis.estimate import Estimate, with_interval
from services.evaluation.analysis.finding import Finding, Placebo
from services.evaluation.analysis.sample import Sample
from services.evaluation.analysis.verdict import Decision


def finding(held: Sample, looked_on: date) -> Finding:
    """Estimate, spread of the other side and placebo rank; never more than insufficient_data."""
    first, placebo = _ranked(held)
    return answer(
        held,
        first,
        looked_on,
        design="placebo_rank" if first else "none",
        decision=Decision("insufficient_data", "few_units"),
        placebo=placebo,
    )


def _ranked(held: Sample) -> tuple[Estimate | None, Placebo | None]:
    """The interval takes the spread of the larger side for both.

    Source: Conley and Taber (2011), Rev. Econ. Stat. 93(1), in its normal form.
    """
    if not held.rows.unit.size:
        return None, None
    treated, comparison = unit_changes(held)
    effect = float(treated.mean() - comparison.mean())
    sides = {"n_treated": len(treated), "n_comparison": len(comparison)}
    large, small = sorted((treated, comparison), key=len, reverse=True)
    if len(large) < 2:
        return with_interval(effect, None, None, **sides), None
    spread = float(large.std(ddof=1))
    se = spread * np.sqrt(1 / len(large) + 1 / len(small))
    others = (large.sum() - large) / (len(large) - 1)
    rank = 1 + int((np.abs(large - others) >= abs(effect)).sum())
    placebo = Placebo(rank=rank, out_of=len(large) + 1, spread=spread)
    return with_interval(effect, se, len(large) - 1, **sides), placebo
