"""The same sets through the engine itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from scripts.simulate_effects.worlds import LEVEL, MONTH, UNITS, WEEKS, Sets
from services.evaluation.analysis.checks import trend
from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.panel import panel
from services.evaluation.analysis.plan import Measures, Plan
from services.evaluation.analysis.sample import sample
from services.evaluation.analysis.verdict import decide

FIRST_DAY = date(2024, 1, 1)  # a Monday
NAMES = np.array([f"UNIT-{number:02}" for number in range(UNITS)])
DAYS = np.datetime64(FIRST_DAY) + 7 * np.arange(WEEKS)


class Judged(NamedTuple):
    """Both estimates and the verdict."""

    first: Estimate
    second: Estimate
    verdict: str


def studies(sets: Sets) -> Iterator[tuple[Measures, Plan]]:
    """Each set as the measurements and the plan that an office would have registered."""
    unit, day = np.repeat(NAMES, WEEKS), np.tile(DAYS, UNITS)
    for values, treated, month in zip(sets.values, sets.treated, sets.month, strict=True):
        measures = Measures(unit=unit, day=day, value=values.ravel(), n=np.ones(values.size))
        own = {str(NAMES[place]): int(month[place]) for place in np.flatnonzero(treated)}
        chosen = {name: _month(first) for name, first in own.items()}
        plan = Plan(
            starts={name: _day(first + MONTH) for name, first in own.items()},
            comparison=NAMES[~treated].tolist(),
            before_days=7 * sets.window,
            after_days=7 * sets.window,
            selected_by_unit=chosen,
            registered_on=FIRST_DAY,
        )
        yield measures, plan


def judged(sets: Sets) -> Iterator[Judged]:
    """The part of `study.measure` that decides, without what only informs the reader."""
    for measures, plan in studies(sets):
        held = sample(panel(measures, plan), plan)
        first, second = held.first(), held.second()
        decision = decide(
            first,
            second,
            better=plan.better,
            relevant=plan.relevant_change * LEVEL,
            coverage=held.coverage,
            pre_trend=trend(held),
        )
        if first and second:
            yield Judged(first, second, decision.verdict)


def _day(week: int) -> date:
    return FIRST_DAY + timedelta(weeks=week)


def _month(first: int) -> tuple[date, date]:
    return _day(first), _day(first + MONTH) - timedelta(days=1)
