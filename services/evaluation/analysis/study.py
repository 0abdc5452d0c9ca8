"""Did the training help? One call from measurements and a registered plan to an honest answer.

Two estimates must agree, because each fails where the other holds:

A. difference-in-differences of window means, without the period in which units were selected:
   lasting differences between units cancel;
B. regression of the mean after on treatment, the mean while being selected and the mean before:
   what the selection went by is held equal, so a bad spell that passes is not taken for an effect.

Formulas, sources and limits: docs/statistics.md.
"""

from datetime import date

from services.evaluation.analysis import few, interrupted
from services.evaluation.analysis.answer import answer
from services.evaluation.analysis.checks import permutation, placebo, sensitivity, trend
from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.finding import Finding, Placebo, Sensitivity, Warning
from services.evaluation.analysis.panel import panel
from services.evaluation.analysis.plan import Measures, Plan
from services.evaluation.analysis.sample import Sample, sample
from services.evaluation.analysis.verdict import FEWEST_UNITS, decide

__all__ = [
    "Estimate",
    "Finding",
    "Measures",
    "Placebo",
    "Plan",
    "Sensitivity",
    "Warning",
    "measure",
]


def measure(measures: Measures, plan: Plan, looked_on: date) -> Finding:
    """Answer the study's question with what is measured.

    measures    of the treated and comparison units; others are not looked at
    plan        what was registered
    looked_on   the day of this look; before 14 days after the last window: interim

    Raises ValueError where nobody is treated.
    """
    if not plan.starts:
        raise ValueError("nobody is treated: `starts` is empty")
    held = sample(panel(measures, plan), plan)
    if not plan.comparison:
        return interrupted.finding(held, looked_on)
    if min(held.n_treated, held.n_comparison) < FEWEST_UNITS:
        return few.finding(held, looked_on)
    return _compared(held, looked_on)


def _compared(held: Sample, looked_on: date) -> Finding:
    plan = held.plan
    first, second = held.first(), held.second()
    drift, chance = trend(held), permutation(held)
    decision = decide(
        first,
        second,
        better=plan.better,
        relevant=plan.relevant_change * abs(held.treated_before),
        coverage=held.coverage,
        permutation_p=chance,
        pre_trend=drift,
    )
    stacked = held.staggered
    return answer(
        held,
        first,
        looked_on,
        design="stacked_difference_in_differences" if stacked else "difference_in_differences",
        decision=decision,
        second=second,
        permutation_p=chance,
        pre_trend=drift,
        placebo=placebo(held),
        sensitivity=sensitivity(held),
    )
