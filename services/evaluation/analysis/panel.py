"""The measurements as running sums by unit and day: any window's mean is then one subtraction."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.evaluation.analysis.plan import Measures

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Panel:
    """units     names, sorted; a row of the arrays each
    origin    the first day
    sums      name -> units x (days + 1): sum over all days before
    step      usual distance of two measurements of a unit, days
    weekdays  0-6 (from origin) on which measurements are usual; all of them where step > 6
    """

    units: NDArray[np.str_]
    origin: np.datetime64
    sums: dict[str, Array]
    step: int
    weekdays: NDArray[np.bool_]

    @property
    def days(self) -> int:
        return self.sums["count"].shape[1] - 1

    def offset(self, day: object) -> int:
        """Of a date: days from the first day; negative before it."""
        return int((np.datetime64(day, "D") - self.origin).astype(int))  # type: ignore[call-overload]

    def over(self, name: str, units: Indices, first: Indices, end: Indices) -> Array:
        """Sum over the days [first, end) of each unit; first and end may lie outside."""
        table = self.sums[name]
        first, end = np.clip(first, 0, self.days), np.clip(end, 0, self.days)
        return np.asarray(table[units, end] - table[units, first])

    def mean(self, units: Indices, first: Indices, end: Indices) -> Array:
        """Mean over [first, end), days weighted by their services; NaN without measurement."""
        measured = self.over("count", units, first, end) > 0
        weight = np.where(measured, self.over("n", units, first, end), np.nan)
        return np.asarray(self.over("nv", units, first, end) / weight)

    def slope(self, units: Indices, first: Indices, end: Indices) -> Array:
        """Least-squares slope per week over [first, end); NaN with fewer than two days."""
        n = self.over("n", units, first, end)
        several = self.over("count", units, first, end) > 1
        n = np.where(several, n, np.nan)
        day, value = self.over("nt", units, first, end) / n, self.over("nv", units, first, end) / n
        together = self.over("ntv", units, first, end) / n - day * value
        spread = self.over("ntt", units, first, end) / n - day**2
        return np.asarray(7 * together / np.where(spread > 0, spread, np.nan))

    def coverage(self, units: Indices, first: Indices, end: Indices) -> Array:
        """Share (0-1) of the days [first, end) measured, of those on which it is usual."""
        expected = np.array([self._expected(a, b) for a, b in zip(first, end, strict=True)])
        measured = self.over("count", units, first, end)
        return np.asarray(np.minimum(measured / np.maximum(expected, 1), 1.0))

    def _expected(self, first: int, end: int) -> int:
        if self.step > 6:
            return max(int((end - first) // self.step), 1)
        return int(self.weekdays[np.arange(first, end) % 7].sum())


def panel(measures: Measures) -> Panel:
    """Running sums of the measurements; several of one unit and day count as one day."""
    units, unit = np.unique(measures.unit, return_inverse=True)
    origin = measures.day.min()
    day = (measures.day - origin).astype(int)
    shape = (len(units), int(day.max()) + 1)
    place = unit * shape[1] + day
    moment = day - shape[1] / 2  # centred: running sums of squares keep their digits
    sums = {
        "n": measures.n,
        "nv": measures.n * measures.value,
        "nt": measures.n * moment,
        "ntt": measures.n * moment**2,
        "ntv": measures.n * moment * measures.value,
    }
    grids = {
        name: np.bincount(place, weights=weight, minlength=shape[0] * shape[1]).reshape(shape)
        for name, weight in sums.items()
    }
    measured = grids["n"] > 0
    step = _step(measured)
    return Panel(
        units=units,
        origin=origin,
        sums={name: _running(grid) for name, grid in {**grids, "count": measured}.items()},
        step=step,
        weekdays=np.ones(7, bool) if step > 6 else _weekdays(measured),
    )


def _running(grid: NDArray[Any]) -> Array:
    return np.pad(np.cumsum(grid, axis=1, dtype=float), ((0, 0), (1, 0)))


def _step(measured: NDArray[np.bool_]) -> int:
    """Median distance of two measured days of a unit; 1 where no unit has two."""
    unit, day = np.nonzero(measured)
    gaps = np.diff(day)[np.diff(unit) == 0]
    return int(np.median(gaps)) if gaps.size else 1


def _weekdays(measured: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Weekdays measured at least half as often as the most usual one: offices keep a week."""
    days = measured.mean(axis=0)
    shares = np.array([days[start::7].mean() if days[start::7].size else 0 for start in range(7)])
    return np.asarray(shares >= shares.max() / 2)
