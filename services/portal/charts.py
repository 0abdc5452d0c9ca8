"""Charts as numbers for SVG; the table with the same figures always stands beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WIDTH = 600
_MARGIN = 30


@dataclass(frozen=True)
class IntervalChart:
    """An estimate with its interval on a line that shows zero; positions from 0 to 600."""

    zero: float
    low: float
    high: float
    estimate: float


def interval_chart(finding: Mapping[str, Any]) -> IntervalChart | None:
    """None where nothing was estimated."""
    numbers = [finding.get(name) for name in ("ci_low", "ci_high", "estimate")]
    if any(one is None for one in numbers):
        return None
    low, high, estimate = (float(one) for one in numbers if one is not None)
    first, last = min(low, 0.0), max(high, 0.0)
    span = (last - first) or 1.0

    def place(value: float) -> float:
        return round(_MARGIN + (value - first) / span * (_WIDTH - 2 * _MARGIN), 1)

    return IntervalChart(place(0.0), place(low), place(high), place(estimate))
