"""A look at a study: read, compute in a process of its own, store and tell.

No transaction is open while the figures are computed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain.study import Study
from services.evaluation.domain.verdict import concluded, effect_measured, nothing_found, storable
from services.evaluation.reading_figures import Figures, read_figures
from services.evaluation.settling_results import AT_ONCE, settle_some_results
from services.evaluation.storage.offerings import Offerings
from services.evaluation.storage.studies import Look, Studies
from services.evaluation.storage.study_cases import Case, StudyCases, basis_of
from shared.clock import Clock
from shared.database import Database
from shared.working_calendar import WorkingCalendar

Compute = Callable[[str, dict[str, Any]], Any]
"""(name of a statistic, its argument) -> what it found; see `analysis/functions.py`."""


RECHECKED_AFTER = timedelta(days=30)
"""How soon after a verdict the timer looks whether its figures were corrected."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a look needs of the service."""

    database: Database
    clock: Clock
    calendar: WorkingCalendar
    language: str
    compute: Compute


def look_at(desk: Desk, study_id: str) -> dict[str, Any]:
    """What a study finds today. Raises NotFound, Conflict.

    Before the verdict is due, the look is interim. Afterwards the first look is the verdict,
    and later ones are revisions of it where data were corrected, else the same again.
    """
    with desk.database.reading() as session:
        case = StudyCases(session, desk.calendar).get(study_id)
    figures = read_figures(desk.database, case)
    if case.verdict is not None and case.verdict.fingerprint == figures.fingerprint:
        return answer_of(case.verdict, desk.language)
    finding = _find(desk, case, figures)
    with desk.database.transaction() as session:
        look = _conclude(desk, session, case, figures, finding)
    if look.revision is not None:
        settle_results(desk, case.study)
    return answer_of(look, desk.language)


def _find(desk: Desk, case: Case, figures: Figures) -> dict[str, Any]:
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
    desk: Desk, session: Session, case: Case, figures: Figures, finding: dict[str, Any]
) -> Look:
    """Store what was found, unless another process has been quicker."""
    studies, now, fingerprint = Studies(session), desk.clock.now(), figures.fingerprint
    study = studies.lock(case.study.study_id)
    newest = studies.newest_verdict(study.study_id)
    overtaken = newest is not None and (
        case.verdict is None or newest.revision != case.verdict.revision
    )
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
    look = studies.keep_verdict(study.study_id, told, case.covered, fingerprint, answer, looked_on)
    studies.look_again_at(study.study_id, now + RECHECKED_AFTER)
    return look


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
