"""One or two units on a side: what happened there, beside what happens to units anyway."""

from datetime import date

import numpy as np

from services.evaluation.analysis.answer import answer
from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.finding import Finding, Placebo
from services.evaluation.analysis.sample import Sample
from services.evaluation.analysis.verdict import Decision


def finding(held: Sample, looked_on: date) -> Finding:
    """Estimate, spread of the other side and placebo rank; never more than insufficient_data."""
    first = held.first()
    return answer(
        held,
        first,
        looked_on,
        design="placebo_rank" if first else "none",
        decision=Decision("insufficient_data", "few_units"),
        placebo=_ranked(held, first) if first else None,
    )


def _ranked(held: Sample, first: Estimate) -> Placebo | None:
    """Each unit of the larger side in turn as if it were the one, against the rest of its side.

    Source: Abadie, Diamond and Hainmueller (2010), J. Am. Stat. Assoc. 105(490).
    """
    units = held.rows.collapsed(held.changes)
    large = max(units.values[units.treated], units.values[~units.treated], key=len)
    if len(large) < 2:
        return None
    others = (large.sum() - large) / (len(large) - 1)
    rank = 1 + int((np.abs(large - others) >= abs(first.estimate)).sum())
    return Placebo(rank=rank, out_of=len(large) + 1, spread=float(large.std(ddof=1)))
