"""The series behind a finding, week by week from the start, for a chart."""

from typing import Any

import numpy as np

from services.evaluation.analysis.panel import Array
from services.evaluation.analysis.sample import Sample


def series(held: Sample) -> dict[str, Any]:
    """{"points": [{"week", "from", "treated", "comparison"}], "windows": {...}}, plain types.

    week       from the start (0 = its first week); longer where measurements are rarer
    from       first day of that week, ISO; null where units start at different times
    treated, comparison   means over the units, null where none was measured
    windows    name -> [first, end) in weeks from the start; "selected" may be null
    """
    rows = held.rows
    if not rows.unit.size:
        return {"points": [], "windows": {}}
    length = max(7, held.panel.step)
    windows = {name: int(np.median(part - rows.windows.start)) for name, part in _edges(held)}
    first = min(windows["before"], windows["selected"]) // length
    last = -(-windows["end"] // length)
    return {
        "points": [_point(held, week, length) for week in range(first, last)],
        "windows": {
            "before": [windows["before"] / 7, windows["before_end"] / 7],
            "selected": _selected(windows),
            "after": [0.0, windows["end"] / 7],
        },
    }


def _edges(held: Sample) -> list[tuple[str, Any]]:
    return list(vars(held.rows.windows).items())


def _selected(windows: dict[str, int]) -> list[float] | None:
    if windows["selected"] == windows["selected_end"]:
        return None
    return [windows["selected"] / 7, windows["selected_end"] / 7]


def _point(held: Sample, week: int, length: int) -> dict[str, Any]:
    rows = held.rows
    first = rows.windows.start + week * length
    values = held.panel.mean(rows.unit, first, first + length)
    day = held.panel.origin + np.timedelta64(int(first[0]), "D")
    return {
        "week": week * length / 7,
        "from": None if held.staggered else str(day),
        "treated": _mean(values, rows.weights * rows.treated),
        "comparison": _mean(values, rows.weights * ~rows.treated),
    }


def _mean(values: Array, weights: Array) -> float | None:
    known = np.isfinite(values) & (weights > 0)
    return float(np.average(values[known], weights=weights[known])) if known.any() else None
