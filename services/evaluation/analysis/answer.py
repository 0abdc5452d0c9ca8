"""A finding from its parts."""

from datetime import date
from typing import Any

import numpy as np

from services.evaluation.analysis.cautions import warnings_of
from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.finding import Design, Finding
from services.evaluation.analysis.sample import Sample
from services.evaluation.analysis.verdict import Decision
from services.evaluation.analysis.weekly import series
from services.evaluation.analysis.words import sentences

NOTHING_ELSE: dict[str, Any] = {
    "second": None,
    "permutation_p": None,
    "pre_trend": None,
    "placebo": None,
    "sensitivity": (),
}


def answer(
    held: Sample,
    first: Estimate | None,
    looked_on: date,
    *,
    design: Design,
    decision: Decision,
    **found: Any,
) -> Finding:
    """The finding of a sample.

    first   the estimate that counts; None: there is none
    found   second, permutation_p, pre_trend, placebo, sensitivity, where they are known
    """
    base = held.treated_before
    relative = first.estimate / abs(base) if first and base else None
    rest: dict[str, Any] = {**NOTHING_ELSE, **found}
    return Finding(
        estimate=first.estimate if first else None,
        se=first.se if first else None,
        ci_low=first.ci_low if first else None,
        ci_high=first.ci_high if first else None,
        p_value=first.p_value if first else None,
        relative=relative,
        n=held.n_treated + held.n_comparison,
        n_treated=held.n_treated,
        n_comparison=held.n_comparison,
        left_out=held.left_out,
        design=design,
        coverage=held.coverage if held.rows.unit.size else None,
        dose=_dose(held),
        warnings=warnings_of(held, looked_on, rest["pre_trend"]),
        verdict=decision.verdict,
        sentences=sentences(held, first, relative, decision.reason, design),
        series=series(held),
        **rest,
    )


def _dose(held: Sample) -> float | None:
    """Mean completed share of the treated units whose share is known."""
    names = held.panel.units[np.unique(held.rows.unit[held.rows.treated])].tolist()
    known = [held.plan.dose[name] for name in names if name in held.plan.dose]
    return float(np.mean(known)) if known else None
