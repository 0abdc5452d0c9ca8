"""Registering effect studies: by a person, or because a delivery was scheduled."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import study as rules
from services.evaluation.domain.study import Study
from services.evaluation.domain.treatment import RECORDING_TIME, Offering
from services.evaluation.storage.offerings import Offerings
from services.evaluation.storage.studies import Studies
from services.evaluation.storage.study_metrics import StudyMetric, StudyMetrics, StudyRules
from services.evaluation.storage.units import kinds_of_units
from shared.errors import NotFound
from shared.ids import new_id
from shared.working_calendar import WorkingCalendar


def register_study(
    session: Session, wanted: SimpleNamespace, now: datetime, calendar: WorkingCalendar
) -> Study:
    """Fix a study as a person wants it. Raises NotFound, Conflict, ValidationError."""
    rules.check(wanted.selected_from, wanted.selected_to, calendar.day_of(now))
    offerings = Offerings(session).of_programme(wanted.programme_id)
    year = rules.year_at_registration(offerings, now, calendar.zone)
    if wanted.offering_id is not None:
        year = rules.year_of(_offering(offerings, wanted.offering_id), calendar.zone)
    study = _study(session, wanted, year, now, calendar)
    if study.primary:
        rules.is_the_only_primary(_primaries(session, study.programme_id), year)
    Studies(session).add(study)
    look_when_due(session, study, offerings, calendar)
    return study


def follow_offering(
    session: Session, offering_id: str, programme_id: str, now: datetime, calendar: WorkingCalendar
) -> None:
    """A delivery was scheduled, moved or called off: studies begin, or wait for another day."""
    offerings = Offerings(session).of_programme(programme_id)
    found = [one for one in offerings if one.offering_id == offering_id]
    for offering in found:
        _settle_years(session, offering, calendar)
        _register_defaults(session, offering, now, calendar)
    for study in Studies(session).of_programme(programme_id):
        look_when_due(session, study, offerings, calendar)


def follow_mapping(
    session: Session, mapped: StudyMetric, now: datetime, calendar: WorkingCalendar
) -> None:
    """What was scheduled already and has not begun gets its study from a new mapping as well."""
    for offering in Offerings(session).ahead(now):
        found = StudyMetrics(session).of(offering.programme_id, offering.competencies)
        if mapped in found:
            follow_offering(session, offering.offering_id, offering.programme_id, now, calendar)


def look_when_due(
    session: Session, study: Study, offerings: list[Offering], calendar: WorkingCalendar
) -> None:
    """Let the timer look at a study on the day of its verdict."""
    if study.verdict_at is not None:
        return
    covered = [one for one in offerings if study.covers(one, calendar.zone)]
    due_at = verdict_due_at(study, covered, calendar) if covered else None
    if due_at != study.next_at:
        Studies(session).look_again_at(study.study_id, due_at)


def verdict_due_at(study: Study, covered: list[Offering], calendar: WorkingCalendar) -> datetime:
    """When the timer makes the verdict: at the beginning of the first confirmatory day.

    What was recorded after the fact gets its seats and figures later still: they are waited for.
    """
    day = rules.verdict_on(rules.closes_on(covered, study.after_days, calendar.zone))
    confirmatory = datetime.combine(day, datetime.min.time(), calendar.zone)
    late = [one.recorded_at for one in covered if one.recorded_late]
    return max(confirmatory, *(at + RECORDING_TIME for at in (study.registered_at, *late)))


def _offering(offerings: list[Offering], offering_id: str) -> Offering:
    for one in offerings:
        if one.offering_id == offering_id:
            return one
    raise NotFound("offering of this programme", offering_id)


def _study(
    session: Session,
    wanted: SimpleNamespace,
    year: int | None,
    now: datetime,
    calendar: WorkingCalendar,
) -> Study:
    today = calendar.day_of(now)
    in_force = StudyRules(session).in_force
    named = wanted.comparison_unit_ids
    return Study(
        study_id=new_id(),
        programme_id=wanted.programme_id,
        metric=wanted.metric,
        offering_id=wanted.offering_id,
        year=year,
        before_days=wanted.before_days,
        after_days=wanted.after_days,
        comparison_unit_ids=None if named is None else tuple(named),
        pool=kinds_of_units(session, wanted.metric),
        selected_from=wanted.selected_from,
        selected_to=wanted.selected_to,
        primary=bool(wanted.primary),
        better=wanted.better or rules.better_by_default(wanted.metric),
        statistic=wanted.statistic,
        relevant_change=wanted.relevant_change or in_force("relevant_change", today),
        treated_share=wanted.treated_share or in_force("treated_share", today),
        registered_at=now,
        by_default=wanted.by_default,
    )


def _primaries(session: Session, programme_id: str) -> list[Study]:
    return [one for one in Studies(session).of_programme(programme_id) if one.primary]


def _settle_years(session: Session, offering: Offering, calendar: WorkingCalendar) -> None:
    """Studies that were registered before any delivery was known belong to this one's year."""
    year = rules.year_of(offering, calendar.zone)
    studies = Studies(session)
    known = studies.of_programme(offering.programme_id)
    taken = any(one.primary and one.year == year for one in known)
    for study in known:
        if study.year is None and study.offering_id is None:
            primary = study.primary and not taken
            studies.settle_year(study.study_id, year, primary)
            taken = taken or primary


def _register_defaults(
    session: Session, offering: Offering, now: datetime, calendar: WorkingCalendar
) -> None:
    """One study for each metric that the programme is judged by, unless one covers it already."""
    known = Studies(session).of_programme(offering.programme_id)
    metrics = StudyMetrics(session).of(offering.programme_id, offering.competencies)
    for mapped in metrics:
        same = [one for one in known if one.metric == mapped.metric]
        if any(one.covers(offering, calendar.zone) for one in same):
            continue
        year = rules.year_of(offering, calendar.zone)
        alone = any(one.offering_id is None and one.year == year for one in same)
        primary = mapped.primary and not any(one.primary and one.year == year for one in known)
        wanted = _default(mapped, offering, alone=alone, primary=primary)
        study = _study(session, wanted, year, now, calendar)
        Studies(session).add(study)
        known.append(study)


def _default(
    mapped: StudyMetric, offering: Offering, *, alone: bool, primary: bool
) -> SimpleNamespace:
    """What a person would have registered.

    alone   the study of the year has its verdict: this delivery gets one of its own
    """
    given: dict[str, Any] = {
        "programme_id": offering.programme_id,
        "metric": mapped.metric,
        "offering_id": offering.offering_id if alone else None,
        "before_days": mapped.before_days,
        "after_days": mapped.after_days,
        "comparison_unit_ids": None,
        "selected_from": None,
        "selected_to": None,
        "primary": primary,
        "better": mapped.better,
        "statistic": mapped.statistic,
        "relevant_change": None,
        "treated_share": None,
        "by_default": True,
    }
    return SimpleNamespace(**given)
