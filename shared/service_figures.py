"""What makes a figure of a service impossible, whichever way it comes in: by bus or by file."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

MOST_SERVICES = 1_000_000_000
"""A day; more is a slip of the pen, and no database column holds any number."""

MOST = 1e12
"""In whatever unit; more is a slip of the pen, and would drown everything it is added to."""

_AT_MOST = {"_percent": 100.0, "_persen": 100.0, "_pct": 100.0, "_score": 100.0, "_share": 1.0}


def what_is_wrong(figure: Mapping[str, Any], today: date) -> tuple[str, str] | None:
    """(field, reason) of the first rule that says no; None: the figure can be.

    figure   metric, date, value, statistic, n as in `service.measured`
    today    in the unit's zone
    """
    value, n, metric = figure["value"], figure["n"], figure["metric"]
    if figure["date"] > today:
        return "date", f"{figure['date']} lies in the future; today is {today}"
    if not math.isfinite(value):
        return "value", "is not a number"
    if value > MOST:
        return "value", f"{metric} is {value:g}; no day of a service has more than {MOST:g}"
    if value < 0:
        return "value", f"{metric} is {value:g}; time, counts and shares are never negative"
    if (most := _at_most(metric)) is not None and value > most:
        return "value", f"{metric} is {value:g}; more than {most:g} is not possible"
    return _wrong_with_n(n, figure["statistic"], value)


def _wrong_with_n(n: int, statistic: str, value: float) -> tuple[str, str] | None:
    if not 0 <= n <= MOST_SERVICES:
        return "n", f"is {n}; services are counted from 0 to {MOST_SERVICES}"
    if n == 0 and statistic != "count":
        return "n", f"is 0, and nothing has no {statistic}: leave the day out"
    if statistic == "count" and value != int(value):
        return "value", f"is {value:g}; a count is a whole number"
    return None


def _at_most(metric: str) -> float | None:
    """The names of metrics end in their unit; a plain `score` counts to 100 too."""
    for ending, most in _AT_MOST.items():
        if metric.endswith(ending) or metric == ending[1:]:
            return most
    return None
