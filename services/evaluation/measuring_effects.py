"""A look at a study: read, compute in a process of its own, store and tell.

No transaction is open while the figures are computed.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from services.evaluation.domain.study import Study, looks_back_to, usable_before_days
from services.evaluation.domain.verdict import concluded, effect_measured, nothing_found, storable
from services.evaluation.settling_results import AT_ONCE, settle_some_results
from services.evaluation.storage.measures import Measure, Measures
from services.evaluation.storage.offerings import Offerings
from services.evaluation.storage.studies import Look, Studies
from services.evaluation.storage.study_cases import Case, StudyCases, basis_of
from shared.clock import Clock
from shared.database import Database
from shared.working_calendar import WorkingCalendar

Compute = Callable[[str, dict[str, Any]], Any]
"""(name of a statistic, its argument) -> what it found; see `analysis/functions.py`."""

_UNITS_AT_ONCE = 25
_HISTORY_DAYS = 735
_PREFERRED = ("mean", "median", "count")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a look needs of the service."""

    database: Database
    clock: Clock
    calendar: WorkingCalendar
    language: str
    compute: Compute


@dataclass(frozen=True, kw_only=True)
class _Figures:
    """before_days: length of the window before that can be filled."""

    columns: dict[str, list[Any]]
    fingerprint: str
    before_days: int


def look_at(desk: Desk, study_id: str) -> dict[str, Any]:
    """What a study finds today. Raises NotFound, Conflict.

    Before the verdict is due, the look is interim. Afterwards the first look is the verdict,
    and later ones are revisions of it where data were corrected, else the same again.
    """
    with desk.database.reading() as session:
        case = StudyCases(session, desk.calendar).get(study_id)
    figures = _read(desk, case)
    if case.verdict is not None and case.verdict.fingerprint == figures.fingerprint:
        return answer_of(case.verdict, desk.language)
    finding = _find(desk, case, figures)
    with desk.database.transaction() as session:
        look = _conclude(desk, session, case, figures, finding)
    if look.revision is not None:
        settle_results(desk, case.study)
    return answer_of(look, desk.language)


def _find(desk: Desk, case: Case, figures: _Figures) -> dict[str, Any]:
    if not case.treated or not figures.columns["unit"]:
        units = sorted({*case.treated, *case.comparison})
        return nothing_found(units, treated=bool(case.treated))
    given = {
        "measures": figures.columns,
        "plan": _plan(case, figures.before_days, desk.calendar),
        "looked_on": desk.calendar.day_of(desk.clock.now()).isoformat(),
    }
    found: dict[str, Any] = desk.compute("measure", given)
    return {**found, "p_adjusted": _corrected(desk, case.study, found["p_value"])}


def _corrected(desk: Desk, study: Study, p_value: float | None) -> float | None:
    """The p-value among the other metrics that were tested."""
    with desk.database.reading() as session:
        others = _other_p_values(Studies(session), study)
    if p_value is None or not others:
        return p_value
    corrected: list[float] = desk.compute("holm", {"p_values": [p_value, *others]})
    return corrected[0]


def settle_results(desk: Desk, study: Study) -> None:
    """Submit the system's evaluations that a study with a verdict answers for."""
    found = AT_ONCE
    while found == AT_ONCE:
        with desk.database.transaction() as session:
            found = settle_some_results(session, study, desk.clock.now(), desk.calendar.zone)


def answer_of(look: Look, language: str) -> dict[str, Any]:
    """A look as callers see it. revision: 0 for an interim one."""
    warnings = [one | {"text": one[f"text_{language}"]} for one in look.finding["warnings"]]
    return {**look.finding, "warnings": warnings, "revision": look.revision or 0}


def _read(desk: Desk, case: Case) -> _Figures:
    """The figures of all units, a few at a time, so that other work goes on in between."""
    units = sorted({*case.treated, *case.comparison})
    found: list[Measure] = []
    for number in range(0, len(units), _UNITS_AT_ONCE):
        with desk.database.reading() as session:
            found += Measures(session).series(
                case.study.metric,
                units[number : number + _UNITS_AT_ONCE],
                _first_day(case),
                case.closes_on - timedelta(days=1),
            )
        time.sleep(0)
    statistic = case.study.statistic or _statistic(found)
    rows = [one for one in found if one.statistic == statistic]
    digest = hashlib.sha256(msgspec.json.encode(rows))
    return _Figures(
        columns=_columns(rows),
        fingerprint=digest.hexdigest(),
        before_days=case.before_days or _before_days(case, rows),
    )


def _first_day(case: Case) -> date:
    """Two years back at least: an interrupted series needs 104 weeks before its start."""
    window = looks_back_to(case.begins_on, case.study.before_days, case.selected)
    return min(window, case.begins_on - timedelta(days=_HISTORY_DAYS))


def _before_days(case: Case, rows: Sequence[Measure]) -> int:
    registered = case.study.before_days
    measured_from = min((one.day for one in rows), default=date.min)
    return usable_before_days(case.begins_on, registered, case.selected, measured_from)


def _statistic(found: Sequence[Measure]) -> str | None:
    """Means where there are any, else medians, else counts: kinds are never pooled."""
    there = {one.statistic for one in found}
    return next((one for one in _PREFERRED if one in there), None)


def _columns(rows: Sequence[Measure]) -> dict[str, list[Any]]:
    return {
        "unit": [one.unit_id for one in rows],
        "day": [one.day.isoformat() for one in rows],
        "value": [one.value for one in rows],
        "n": [one.n for one in rows],
    }


def _plan(case: Case, before_days: int, calendar: WorkingCalendar) -> dict[str, Any]:
    """As `analysis.plan.Plan` reads it."""
    study = case.study
    selected = case.selected and [day.isoformat() for day in case.selected]
    return {
        "starts": {unit_id: one.starts_on.isoformat() for unit_id, one in case.treated.items()},
        "comparison": list(case.comparison),
        "before_days": before_days,
        "after_days": study.after_days,
        "selected": selected,
        "better": study.better,
        "relevant_change": study.relevant_change,
        "registered_on": calendar.day_of(study.registered_at).isoformat(),
        "primary": study.primary,
        "dose": {unit_id: one.staff.completed_share for unit_id, one in case.treated.items()},
    }


def _conclude(
    desk: Desk, session: Session, case: Case, figures: _Figures, finding: dict[str, Any]
) -> Look:
    """Store what was found, unless another process has been quicker."""
    studies, now, fingerprint = Studies(session), desk.clock.now(), figures.fingerprint
    study = studies.lock(case.study.study_id)
    newest = studies.newest_verdict(study.study_id)
    overtaken = newest is not None and (case.verdict is None or newest.fingerprint == fingerprint)
    if newest is not None and overtaken:
        return newest
    looked_on = desk.calendar.day_of(now)
    interim = case.is_interim(looked_on)
    answer = concluded(
        study,
        finding,
        registered=case.registered,
        interim=interim,
        comparison_frozen=case.frozen,
        dose=case.dose,
        looked_on=looked_on,
    )
    answer = storable(answer | {"basis": basis_of(case, figures.before_days)})
    if interim:
        return studies.keep_interim(study.study_id, fingerprint, answer, looked_on, now)
    Offerings(session).fix(case.covered)
    told = effect_measured(answer, revision=study.revision + 1, language=desk.language, at=now)
    return studies.keep_verdict(study.study_id, told, case.covered, fingerprint, answer, looked_on)


def _other_p_values(studies: Studies, study: Study) -> list[float]:
    """Of the other metrics of the programme and year; the primary one answers for itself.

    Those without a verdict count as if nothing will be found there, which is the careful way.
    """
    if study.primary:
        return []
    others = [
        one.study_id
        for one in studies.of_programme(study.programme_id)
        if one.study_id != study.study_id and one.year == study.year and not one.primary
    ]
    known = studies.verdicts(others)
    values = [known[one].finding["p_value"] if one in known else None for one in others]
    return [1.0 if value is None else value for value in values]
