"""The years of a study assignment, each paid by a budget of that fiscal year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.enrolment.domain.budget import Budget
from services.enrolment.domain.people import Employee
from services.enrolment.domain.study import Study, StudyStatus, it_is
from shared.errors import Conflict


class YearStatus(StrEnum):
    """Owed until the year is over, or the study; then paid, or free again."""

    COMMITTED = "committed"
    SPENT = "spent"
    RELEASED = "released"


@dataclass(frozen=True, kw_only=True)
class StudyYear:
    """What one fiscal year of a study costs (rupiah), and who pays."""

    study_id: str
    fiscal_year: int
    budget_id: str
    amount: int
    status: YearStatus = YearStatus.COMMITTED


def a_year_of_it(study: Study, learner: Employee, budget: Budget) -> None:
    """Whether a budget may pay for a year of a study. Raises Conflict."""
    it_is(study, "commit money for", StudyStatus.DECREED, StudyStatus.UNDER_WAY)
    first, last = (study.started_on or study.starts_on).year, study.ends_on.year
    if study.returned_on is not None:
        last = study.returned_on.year
    if not first <= budget.fiscal_year <= last:
        raise Conflict(
            f"the budget {budget.title!r} is of {budget.fiscal_year}, and the study takes the "
            f"years {first} to {last}: choose a budget of one of these"
        )
    if budget.programme_id not in (None, study.programme_id):
        raise Conflict(
            f"the budget {budget.title!r} pays only for the programme {budget.programme_id}"
        )
    if budget.unit_id not in (None, learner.unit_id):
        raise Conflict(f"the budget {budget.title!r} pays only for the unit {budget.unit_id}")


def is_not_paid_yet(known: StudyYear | None) -> None:
    """A year that is committed can be committed anew; one that was paid is history."""
    if known is not None and known.status is YearStatus.SPENT:
        raise Conflict(
            f"Rp {known.amount:,} were spent on the year {known.fiscal_year} of this study: "
            "a year that is paid stays as it is"
        )


def each_year_once(budgets: Iterable[Budget]) -> None:
    """One budget pays for a year of a study."""
    years = [one.fiscal_year for one in budgets]
    if twice := sorted({one for one in years if years.count(one) > 1}):
        raise Conflict(f"the year {twice[0]} is given twice: one budget pays for a year of a study")


def begins_in(year: StudyYear, started_on: date) -> YearStatus | None:
    """What becomes of a year when the study begins: before it, nothing is owed."""
    return YearStatus.RELEASED if year.fiscal_year < started_on.year else None


def returns_in(year: StudyYear, returned_on: date) -> YearStatus | None:
    """What becomes of a year when the learner is back: those that lie ahead are free again."""
    return YearStatus.RELEASED if year.fiscal_year > returned_on.year else None


def ends_in(year: StudyYear, last_day: date | None) -> YearStatus:
    """What becomes of a year when the study is over; last_day: None where it never began."""
    if last_day is None or year.fiscal_year > last_day.year:
        return YearStatus.RELEASED
    return YearStatus.SPENT
