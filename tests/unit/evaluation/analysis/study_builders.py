"""Offices that were measured, and plans that were registered."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np

from services.evaluation.analysis.study import Finding, Measures, Plan, measure

FIRST = date(2025, 1, 6)  # a Monday
START = FIRST + timedelta(weeks=28)
CHOSEN = (START - timedelta(weeks=4), START - timedelta(days=1))
WINDOW = 140  # days
LATER = START + timedelta(days=WINDOW + 14)


def names(number: int, kind: str = "T") -> list[str]:
    return [f"{kind}{place:02}" for place in range(number)]


def measured(
    treated: int = 8,
    comparison: int = 8,
    *,
    effect: float = -8.0,
    noise: float = 3.0,
    weeks: int = 52,
    weekdays: Iterable[int] = (0,),
    starts: dict[str, date] | None = None,
    seed: int = 1,
) -> Measures:
    """Waiting minutes by day; the treated change by `effect` from their start on."""
    rng = np.random.default_rng(seed)
    days = [FIRST + timedelta(weeks=week, days=d) for week in range(weeks) for d in weekdays]
    unit, day, value = [], [], []
    for name in [*names(treated), *names(comparison, "C")]:
        begins = (starts or {}).get(name, START) if name.startswith("T") else date.max
        level = rng.normal(60, 6)
        unit += [name] * len(days)
        day += days
        value += [level + rng.normal(0, noise) + effect * (one >= begins) for one in days]
    return Measures(
        unit=np.array(unit),
        day=np.array(day, dtype="datetime64[D]"),
        value=np.array(value),
        n=np.ones(len(value)),
    )


def a_plan(treated: int = 8, comparison: int = 8, **parts: Any) -> Plan:
    """Registered in time, its units selected by the four weeks before the start."""
    facts: dict[str, Any] = {
        "starts": dict.fromkeys(names(treated), START),
        "comparison": names(comparison, "C"),
        "before_days": WINDOW,
        "after_days": WINDOW,
        "selected": CHOSEN,
        "registered_on": START - timedelta(days=7),
    }
    return Plan(**(facts | parts))


def studied(
    treated: int = 8, comparison: int = 8, looked_on: date = LATER, **world: Any
) -> Finding:
    return measure(measured(treated, comparison, **world), a_plan(treated, comparison), looked_on)


def without(measures: Measures, gone: Any) -> Measures:
    """Some rows only: those where `gone` is false."""
    keep = ~np.asarray(gone)
    return Measures(
        unit=measures.unit[keep],
        day=measures.day[keep],
        value=measures.value[keep],
        n=measures.n[keep],
    )
