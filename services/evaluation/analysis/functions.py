"""The statistics by name, from plain values to plain values: what `room.run` can be asked for."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from services.evaluation.analysis.corrections import holm
from services.evaluation.analysis.learning import learning
from services.evaluation.analysis.study import Measures, Plan, measure
from services.evaluation.analysis.two_group import two_group

Given = Mapping[str, Any]


def _measure(given: Given) -> Any:
    """{measures: Measures.as_json(), plan: Plan.as_json(), looked_on} -> Finding.as_json()"""
    looked_on = date.fromisoformat(given["looked_on"])
    plan = Plan.from_json(given["plan"])
    return measure(Measures.from_json(given["measures"]), plan, looked_on).as_json()


def _two_group(given: Given) -> Any:
    """{outcome, treated, covariates?} -> Estimate.as_json()"""
    return two_group(given["outcome"], given["treated"], given.get("covariates")).as_json()


def _learning(given: Given) -> Any:
    """{before, after, max_score} -> Learning.as_json() or None"""
    found = learning(given["before"], given["after"], given["max_score"])
    return found.as_json() if found else None


def _holm(given: Given) -> Any:
    """{p_values} -> corrected, same order"""
    return holm(given["p_values"])


FUNCTIONS: dict[str, Callable[[Given], Any]] = {
    "measure": _measure,
    "two_group": _two_group,
    "learning": _learning,
    "holm": _holm,
}
