"""What is measured, and what was decided before it was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Better = Literal["lower", "higher"]
Period = tuple[date, date]
TEN_YEARS = 3653  # days


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Parallel arrays of one metric and one statistic; means and medians never stand together.

    unit    names of organisational units
    day     datetime64[D]; of a longer period its first day, all periods alike
    value   finite numbers, in the metric's unit
    n       services behind the value, > 0; 1 where unknown. Weighs days within a unit only.

    Raises ValueError, with the number of the first offending row (from 0).
    """

    unit: NDArray[Any]
    day: NDArray[np.datetime64]
    value: NDArray[np.float64]
    n: NDArray[np.float64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", np.asarray(self.unit, dtype=str))
        object.__setattr__(self, "day", np.asarray(self.day, dtype="datetime64[D]"))
        object.__setattr__(self, "value", np.asarray(self.value, dtype=float))
        object.__setattr__(self, "n", np.asarray(self.n, dtype=float))
        if not len(self.unit) == len(self.day) == len(self.value) == len(self.n):
            raise ValueError("unit, day, value and n must be of the same length")
        self._refuse(~np.isfinite(self.value), "value must be a finite number")
        self._refuse(~np.isfinite(self.n) | (self.n <= 0), "n must be above 0")
        self._refuse(np.isnat(self.day), "day is missing")

    def _refuse(self, wrong: NDArray[np.bool_], reason: str) -> None:
        if wrong.any():
            raise ValueError(f"row {int(np.argmax(wrong))}: {reason}")

    def as_json(self) -> dict[str, Any]:
        """Four lists; `from_json` reads them again."""
        return {
            "unit": self.unit.tolist(),
            "day": np.datetime_as_string(self.day, unit="D").tolist(),
            "value": self.value.tolist(),
            "n": self.n.tolist(),
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Measures":
        """Of lists of texts, ISO days and numbers."""
        day = np.array(given["day"], dtype="datetime64[D]")
        return cls(unit=given["unit"], day=day, value=given["value"], n=given["n"])


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What was registered.

    starts            treated unit -> day on which its clock starts (the first meeting)
    comparison        units that are not treated
    before_days, after_days   lengths of the windows, days, > 0
    selected          first and last day of the period by which units were selected; None: unknown
    selected_by_unit  treated unit -> its own such period, where that is not the same for all
    better            whether the metric is better when it is lower or higher
    relevant_change   what is worth knowing, as a share of the treated units' mean before
    registered_on     when this was fixed; None, or after the first start: exploratory
    primary           one confirmatory metric per programme and year
    dose              treated unit -> share (0-1) of its staff who completed
    seed              of the permutation test where the permutations are too many to take all

    Raises ValueError where a unit is on both sides, a window is not above 0, or a period ends
    before it begins.
    """

    starts: Mapping[str, date]
    comparison: Sequence[str]
    before_days: int
    after_days: int
    selected: Period | None = None
    selected_by_unit: Mapping[str, Period] = field(default_factory=dict)
    better: Better = "lower"
    relevant_change: float = 0.10
    registered_on: date | None = None
    primary: bool = True
    dose: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0

    def __post_init__(self) -> None:
        both = sorted(set(self.starts) & set(self.comparison))
        if both:
            raise ValueError(f"treated and comparison unit at once: {', '.join(both[:5])}")
        if self.before_days < 1 or self.after_days < 1:
            raise ValueError("before_days and after_days must be at least 1")
        if self.better not in ("lower", "higher"):
            raise ValueError(f"better must be lower or higher, not {self.better!r}")
        for first, last in filter(None, (self.selected, *self.selected_by_unit.values())):
            if last < first:
                raise ValueError(f"the selection ends ({last}) before it begins ({first})")

    def selection_of(self, unit: str) -> Period | None:
        """The period by which a treated unit was selected."""
        return self.selected_by_unit.get(unit, self.selected)

    @property
    def closes_on(self) -> date | None:
        """The day after the last window; None: nobody is treated."""
        if not self.starts:
            return None
        return date.fromordinal(max(self.starts.values()).toordinal() + self.after_days)

    @property
    def horizon(self) -> Period:
        """First day and day after the last that can matter; without comparison ten years back."""
        begins = [*self.starts.values()]
        chosen = [period[0] for unit in self.starts if (period := self.selection_of(unit))]
        earliest, latest = min([*begins, *chosen]), max(begins)
        back = 2 * self.before_days + 2 * (latest - earliest).days
        if not self.comparison:
            back = max(back, TEN_YEARS)
        first = max(earliest.toordinal() - back, 1)
        return date.fromordinal(first), date.fromordinal(latest.toordinal() + self.after_days)

    @property
    def exploratory(self) -> bool:
        """Not fixed before the first start, or no record of how units were selected."""
        if self.registered_on is None or not self.starts:
            return True
        unknown = any(self.selection_of(unit) is None for unit in self.starts)
        return unknown or self.registered_on > min(self.starts.values())

    def as_json(self) -> dict[str, Any]:
        """Plain types; `from_json` reads them again."""
        return {
            "starts": {unit: day.isoformat() for unit, day in self.starts.items()},
            "comparison": list(self.comparison),
            "before_days": self.before_days,
            "after_days": self.after_days,
            "selected": _iso(self.selected),
            "selected_by_unit": {unit: _iso(own) for unit, own in self.selected_by_unit.items()},
            "better": self.better,
            "relevant_change": self.relevant_change,
            "registered_on": self.registered_on and self.registered_on.isoformat(),
            "primary": self.primary,
            "dose": dict(self.dose),
            "seed": self.seed,
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Plan":
        """Of plain types; what has a default may be missing."""
        own = given.get("selected_by_unit") or {}
        registered_on = given.get("registered_on")
        read = {
            "starts": {unit: date.fromisoformat(day) for unit, day in given["starts"].items()},
            "selected": _period(given.get("selected")),
            "selected_by_unit": {unit: _period(period) for unit, period in own.items()},
            "registered_on": date.fromisoformat(registered_on) if registered_on else None,
        }
        return cls(**{**given, **read})


def _iso(period: Period | None) -> list[str] | None:
    return [day.isoformat() for day in period] if period else None


def _period(given: Sequence[str] | None) -> Period | None:
    return (date.fromisoformat(given[0]), date.fromisoformat(given[1])) if given else None
