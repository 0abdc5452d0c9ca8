"""The measurements as running sums by unit and day: any window's mean is then one subtraction."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.evaluation.analysis.plan import Measures, Plan

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
        measured = self.over("count", units, first, end)
        return np.asarray(np.minimum(measured / np.maximum(self._expected(first, end), 1), 1.0))

    def _expected(self, first: Indices, end: Indices) -> Indices:
        if self.step > 6:
            return np.asarray((end - first) // self.step)
        weeks, rest = np.divmod(end - first, 7)
        days = (first[..., None] + np.arange(7)) % 7
        odd = (self.weekdays[days] & (np.arange(7) < rest[..., None])).sum(axis=-1)
        return np.asarray(weeks * int(self.weekdays.sum()) + odd)


def panel(measures: Measures, plan: Plan) -> Panel:
    """Running sums of what the plan may look at; several of one unit and day count as one day."""
    names, place = np.unique(measures.unit, return_inverse=True)
    first, end = (np.datetime64(day) for day in plan.horizon)
    within = (measures.day >= first) & (measures.day < end)
    within &= np.isin(names, [*plan.starts, *plan.comparison])[place]
    measured, unit = np.unique(place[within], return_inverse=True)
    value, n, day = measures.value[within], measures.n[within], measures.day[within]
    origin = day.min() if day.size else first
    date = (day - origin).astype(int)
    shape = (len(measured), int(date.max(initial=-1)) + 1)
    moment = date - shape[1] / 2  # centred: running sums of squares keep their digits
    sums = {
        "n": n,
        "nv": n * value,
        "nt": n * moment,
        "ntt": n * moment**2,
        "ntv": n * moment * value,
    }
    cell = unit * shape[1] + date
    grids = {name: _grid(cell, weight, shape) for name, weight in sums.items()}
    known = grids["n"] > 0
    step = _step(known)
    return Panel(
        units=names[measured],
        origin=origin,
        sums={name: _running(grid) for name, grid in {**grids, "count": known}.items()},
        step=step,
        weekdays=np.ones(7, bool) if step > 6 else _weekdays(known),
    )


def _grid(cell: Indices, weight: Array, shape: tuple[int, int]) -> Array:
    total = np.bincount(cell, weights=weight, minlength=shape[0] * shape[1])
    return np.asarray(total, dtype=float).reshape(shape)


def _running(grid: NDArray[Any]) -> Array:
    return np.pad(np.cumsum(grid, axis=1, dtype=float), ((0, 0), (1, 0)))


def _step(measured: NDArray[np.bool_]) -> int:
    """Median distance of two measured days of a unit; 1 where no unit has two."""
    unit, day = np.nonzero(measured)
    gaps = np.diff(day)[np.diff(unit) == 0]
    return int(np.median(gaps)) if gaps.size else 1


def _weekdays(measured: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Weekdays measured at least half as often as the most usual one: offices keep a week."""
    days = measured.sum(axis=0)
    shares = np.array([days[start::7].mean() if len(days) > start else 0 for start in range(7)])
    return np.asarray(shares >= shares.max() / 2)
