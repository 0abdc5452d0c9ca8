"""Use cases of who pays for a study: each year is owed by a budget of that year."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain import study_years
from services.enrolment.domain.study import Study, an_officer_decides
from services.enrolment.domain.study_years import StudyYear, YearStatus
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.studies import Studies
from services.enrolment.storage.study_years import StudyYears

Becomes = Callable[[StudyYear], YearStatus | None]


def commit_year(session: Session, wanted: Any, at: datetime) -> tuple[Study, list[str]]:
    """Owe one year of a study, or owe another amount for it; with warnings.

    wanted   study_id, budget_id, amount, recorded_by. Raises NotFound, Forbidden, Conflict.
    """
    locked = Studies(session).lock(wanted.study_id)
    recorder = Roster(session).find([wanted.recorded_by]).get(wanted.recorded_by)
    an_officer_decides(recorder, locked)
    return locked, commit_years(session, locked, [wanted], at)


def commit_years(session: Session, study: Study, wanted: Sequence[Any], at: datetime) -> list[str]:
    """Owe these years of a locked study; returns warnings.

    wanted   each with budget_id, amount
    Raises NotFound (budget), Conflict.
    """
    if not wanted:
        return []
    budgets, years = Budgets(session), StudyYears(session)
    learner = Roster(session).get(study.employee_id)
    known = {one.fiscal_year: one for one in years.of(study.study_id)}
    amounts = {one.budget_id: one.amount for one in wanted}
    payers = [budgets.lock(one) for one in sorted(one.budget_id for one in wanted)]
    study_years.each_year_once(payers)
    warnings = []
    for payer in payers:
        study_years.a_year_of_it(study, learner, payer)
        former = known.get(payer.fiscal_year)
        study_years.is_not_paid_yet(former)
        if former is not None:
            budgets.release_year(study.study_id, former.budget_id, at)
        year = StudyYear(
            study_id=study.study_id,
            fiscal_year=payer.fiscal_year,
            budget_id=payer.budget_id,
            amount=amounts[payer.budget_id],
        )
        years.save(year)
        note = f"{study.title} {year.fiscal_year}"
        warnings += budgets.commit_year(study.study_id, year.budget_id, year.amount, note, at)
    return warnings


def begin(session: Session, study_id: str, started_on: date, at: datetime) -> None:
    """A study that begins later than planned owes nothing for the years before."""
    _settle(session, study_id, lambda one: study_years.begins_in(one, started_on), at)


def come_back(session: Session, study_id: str, returned_on: date, at: datetime) -> None:
    """Who is back does not cost the years ahead."""
    _settle(session, study_id, lambda one: study_years.returns_in(one, returned_on), at)


def end(session: Session, study_id: str, last_day: date | None, at: datetime) -> None:
    """The study is over: what it took is paid, the rest is free; None where it never began."""
    _settle(session, study_id, lambda one: study_years.ends_in(one, last_day), at)


def pay_next_year(session: Session, at: datetime) -> bool:
    """Pay the years that are over of one study; False where there is none."""
    this_year = calendar_of(session).day_of(at).year
    study_id = StudyYears(session).next_over(this_year)
    if study_id is None:
        return False
    over = date(this_year - 1, 12, 31)
    _settle(session, study_id, lambda one: _paid_when_over(one, over), at)
    return True


def _paid_when_over(year: StudyYear, day: date) -> YearStatus | None:
    return YearStatus.SPENT if year.fiscal_year <= day.year else None


def _settle(session: Session, study_id: str, becomes: Becomes, at: datetime) -> None:
    budgets, years = Budgets(session), StudyYears(session)
    for year in years.of(study_id):
        status = becomes(year) if year.status is YearStatus.COMMITTED else None
        if status is None:
            continue
        if status is YearStatus.SPENT:
            budgets.spend_year(study_id, year.budget_id, at)
        else:
            budgets.release_year(study_id, year.budget_id, at)
        years.save(replace(year, status=status))
