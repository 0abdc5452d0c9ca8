"""From counts of complaints to an order of training needs. Nothing here depends on the clock."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from services.evaluation.domain.need import Basis, Gap, Need, Part, Rate, Untrainable
from services.evaluation.domain.need_rule import NeedRule
from shared.spelling import same_words

Counts = Mapping[tuple[str, str], int]
"""Complaints by unit and category, in the channel's spelling."""

Cell = tuple[str, str]
"""(unit, competency whatever its spelling)"""

PER_SERVICES = 1000.0


class Shrunk(Protocol):
    """Rates of units, each with an interval; see `analysis/shrinkage.py`."""

    @property
    def rates(self) -> Any: ...
    @property
    def low(self) -> Any: ...
    @property
    def high(self) -> Any: ...
    @property
    def common(self) -> float: ...


Shrink = Callable[[Any, Any], Shrunk]
"""(counts, exposures) -> rates"""


@dataclass(frozen=True, kw_only=True)
class Period:
    """complaints   by unit and category
    services     by unit, (number, days with a number)
    """

    complaints: Counts
    services: Mapping[str, tuple[float, int]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything that a ranking rests on.

    before      the period of the same length before
    employees   active ones by unit
    gaps        by unit and competency whatever its spelling
    observed    by competency alone, for units of which nobody assessed it
    rules       those in force
    """

    now: Period
    before: Period
    employees: Mapping[str, int]
    names: Mapping[str, str]
    gaps: Mapping[Cell, Gap]
    observed: Mapping[str, Gap]
    rules: Sequence[NeedRule]
    min_complaints: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """needs         those with a rank first, in its order; then the others
    unmapped      complaints of categories without a rule
    """

    needs: list[Need]
    untrainable: list[Untrainable]
    unmapped: dict[str, int] = field(default_factory=dict)


def rank(case: Case, shrink: Shrink) -> Outcome:
    """The same case gives the same ranking."""
    rules = _by_category(case.rules)
    now, before = _cells(case.now.complaints, rules), _cells(case.before.complaints, rules)
    rates = _rates(case, now, before, shrink)
    named = {rule.key[1]: rule.competency for rule in case.rules}
    needs = [
        Need(
            unit_id=unit_id,
            unit_name=case.names.get(unit_id, unit_id),
            competency=named[key] if key in named else case.gaps[unit_id, key].competency,
            parts=_parts(now.get((unit_id, key), [])),
            rate=rates.get((unit_id, key)),
            gap=case.gaps.get((unit_id, key), case.observed.get(key)),
            categories=tuple(sorted(each for each, _, _ in now.get((unit_id, key), []))),
        )
        for unit_id, key in sorted(now.keys() | case.gaps.keys())
    ]
    needs.sort(key=lambda need: _place(need, case.min_complaints))
    return Outcome(
        needs=needs,
        untrainable=_untrainable(case.now.complaints, rules),
        unmapped=_unmapped(case.now.complaints, rules),
    )


def _place(need: Need, min_complaints: int) -> tuple[Any, ...]:
    """Ranked before unranked; equal scores by id, so that the order never wavers."""
    unranked = need.unranked(min_complaints) is not None
    return unranked, -need.score, -need.complaints, need.unit_id, need.competency


_Rules = Mapping[str, list[NeedRule]]
_Cells = dict[Cell, list[tuple[str, NeedRule, int]]]


def _by_category(rules: Iterable[NeedRule]) -> _Rules:
    found: dict[str, list[NeedRule]] = defaultdict(list)
    for rule in rules:
        found[rule.key[0]].append(rule)
    return found


def _cells(complaints: Counts, rules: _Rules) -> _Cells:
    """By unit and competency: (category, rule, complaints)."""
    cells: _Cells = defaultdict(list)
    for (unit_id, category), number in sorted(complaints.items()):
        for rule in rules.get(same_words(category), []):
            cells[unit_id, rule.key[1]].append((category, rule, number))
    return dict(cells)


def _parts(found: Sequence[tuple[str, NeedRule, int]]) -> tuple[Part, ...]:
    """One for each rule: two spellings of a category are the same one."""
    numbers: dict[str, int] = defaultdict(int)
    by_key: dict[str, NeedRule] = {}
    for _, rule, number in found:
        numbers[rule.key[0]] += number
        by_key[rule.key[0]] = rule
    return tuple(
        Part(
            category=rule.category,
            complaints=numbers[key],
            severity=rule.severity,
            trainable_share=rule.trainable_share,
        )
        for key, rule in sorted(by_key.items())
    )


def _rates(case: Case, now: _Cells, before: _Cells, shrink: Shrink) -> dict[Cell, Rate]:
    """Units that are counted the same way are drawn to each other, for each competency."""
    served = {unit: number for unit, (number, _) in case.now.services.items() if number > 0}
    staffed = {unit: float(n) for unit, n in case.employees.items() if n and unit not in served}
    served_before = {unit: number for unit, (number, _) in case.before.services.items()}
    known_before = bool(case.before.complaints)
    found: dict[Cell, Rate] = {}
    for basis, amounts, amounts_before in (
        (Basis.SERVICES, served, served_before),
        (Basis.EMPLOYEES, staffed, staffed),
    ):
        earlier = {u: n for u, n in amounts_before.items() if n > 0 and u in amounts}
        group = _Group(basis, amounts, earlier if known_before else {}, case, shrink)
        found |= group.rates(now, before)
    return found


@dataclass(frozen=True)
class _Group:
    """Units that are counted the same way; exposures by unit, now and before."""

    basis: Basis
    amounts: Mapping[str, float]
    amounts_before: Mapping[str, float]
    case: Case
    shrink: Shrink

    def rates(self, now: _Cells, before: _Cells) -> dict[Cell, Rate]:
        """Of every cell of these units that has complaints."""
        if not self.amounts:
            return {}
        average = self._average(now)
        keys = sorted({key for unit, key in now if unit in self.amounts})
        return {
            (unit, key): rate for key in keys for unit, rate in self._of(key, now, before, average)
        }

    def _average(self, now: _Cells) -> float:
        """Complaints with a rule, of any kind, per exposure of all units together."""
        counted = {
            (unit, category): number
            for (unit, _), found in now.items()
            for category, _, number in found
            if unit in self.amounts
        }
        return sum(counted.values()) / sum(self._exposures(self.amounts))

    def _of(
        self, key: str, now: _Cells, before: _Cells, average: float
    ) -> Iterable[tuple[str, Rate]]:
        units = sorted(self.amounts)
        counts = [_number(now, unit, key) for unit in units]
        exposures = self._exposures(self.amounts)
        shrunk = self.shrink(counts, exposures)
        earlier = self._before(key, before)
        for place, unit in enumerate(units):
            if (unit, key) not in now:
                continue
            services = self.case.now.services
            yield (
                unit,
                Rate(
                    basis=self.basis,
                    exposure=self.amounts[unit],
                    days=services[unit][1] if self.basis is Basis.SERVICES else None,
                    own=counts[place] / exposures[place],
                    common=float(shrunk.common),
                    shrunk=float(shrunk.rates[place]),
                    low=float(shrunk.low[place]),
                    high=float(shrunk.high[place]),
                    relative=float(shrunk.rates[place]) / average,
                    before=earlier.get(unit),
                ),
            )

    def _before(self, key: str, before: _Cells) -> dict[str, float]:
        """The shrunk rates of the period before, of units that can be compared."""
        units = sorted(self.amounts_before)
        if not units:
            return {}
        counts = [_number(before, unit, key) for unit in units]
        shrunk = self.shrink(counts, self._exposures(self.amounts_before))
        return {unit: float(rate) for unit, rate in zip(units, shrunk.rates, strict=True)}

    def _exposures(self, amounts: Mapping[str, float]) -> list[float]:
        """By unit, in the order of their ids."""
        per = PER_SERVICES if self.basis is Basis.SERVICES else 1.0
        return [amounts[unit] / per for unit in sorted(amounts)]


def _number(cells: _Cells, unit: str, key: str) -> int:
    return sum(number for _, _, number in cells.get((unit, key), []))


def _untrainable(complaints: Counts, rules: _Rules) -> list[Untrainable]:
    """What the rules of a category leave over, the most complaints first."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for (unit_id, category), number in complaints.items():
        numbers[unit_id, same_words(category)] += number
    found = []
    for (unit_id, key), number in numbers.items():
        mapped = rules.get(key, [])
        share = round(1 - min(sum(rule.trainable_share for rule in mapped), 1.0), 6)
        if mapped and share > 0:
            first = mapped[0]
            found.append(
                Untrainable(
                    unit_id=unit_id,
                    category=first.category,
                    complaints=number,
                    share=share,
                    cause=first.rest_cause.value,
                )
            )
    return sorted(found, key=lambda one: (-one.complaints * one.share, one.unit_id, one.category))


def _unmapped(complaints: Counts, rules: _Rules) -> dict[str, int]:
    """By category, the most first."""
    numbers: dict[str, int] = defaultdict(int)
    for (_, category), number in complaints.items():
        if same_words(category) not in rules:
            numbers[category] += number
    return dict(sorted(numbers.items(), key=lambda one: (-one[1], one[0])))
