"""The figures of a study's units, read a few units at a time so that other work goes on."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from services.evaluation.domain.study import looks_back_to, usable_before_days
from services.evaluation.storage.measures import Measure, Measures
from services.evaluation.storage.study_cases import Case
from shared.database import Database

_UNITS_AT_ONCE = 10
_HISTORY_DAYS = 735
_PREFERRED = ("mean", "median", "count")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """columns       unit, day, value and n of each figure, as `analysis.plan.Measures` reads them
    fingerprint   of all of them
    before_days   length of the window before that they can fill
    """

    columns: dict[str, list[Any]]
    fingerprint: str
    before_days: int


class _Kind:
    """The figures of one statistic: kinds are never pooled."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {"unit": [], "day": [], "value": [], "n": []}
        self.first: date | None = None
        self._digest = hashlib.sha256()

    def add(self, rows: Sequence[Measure]) -> None:
        self._digest.update(msgspec.json.encode(rows))
        self.columns["unit"] += [one.unit_id for one in rows]
        self.columns["day"] += [one.day.isoformat() for one in rows]
        self.columns["value"] += [one.value for one in rows]
        self.columns["n"] += [one.n for one in rows]
        days = [one.day for one in rows]
        self.first = min([*days, self.first] if self.first else days)

    @property
    def fingerprint(self) -> str:
        return self._digest.hexdigest()


def read_figures(database: Database, case: Case) -> Figures:
    """Of the registered statistic; of means, or else medians, or else counts where none was."""
    kinds: dict[str, _Kind] = {}
    for rows in _batches(database, case):
        for statistic in {one.statistic for one in rows}:
            same = [one for one in rows if one.statistic == statistic]
            kinds.setdefault(statistic, _Kind()).add(same)
    wanted = case.study.statistic or next((one for one in _PREFERRED if one in kinds), "mean")
    found = kinds.get(wanted) or _Kind()
    return Figures(
        columns=found.columns,
        fingerprint=found.fingerprint,
        before_days=case.before_days or _before_days(case, found.first),
    )


def _batches(database: Database, case: Case) -> Iterator[Sequence[Measure]]:
    units = sorted({*case.treated, *case.comparison})
    for number in range(0, len(units), _UNITS_AT_ONCE):
        with database.reading() as session:
            yield Measures(session).series(
                case.study.metric,
                units[number : number + _UNITS_AT_ONCE],
                _first_day(case),
                case.closes_on - timedelta(days=1),
            )
        time.sleep(0)


def _first_day(case: Case) -> date:
    """Two years back at least: an interrupted series needs 104 weeks before its start."""
    window = looks_back_to(case.begins_on, case.study.before_days, case.selected)
    return min(window, case.begins_on - timedelta(days=_HISTORY_DAYS))


def _before_days(case: Case, first: date | None) -> int:
    registered = case.study.before_days
    return usable_before_days(case.begins_on, registered, case.selected, first or date.min)
