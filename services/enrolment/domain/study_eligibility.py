"""Who may apply for a study assignment. What nobody knows is left to a training officer.

Each rule looks at one fact, and says what it found; none changes anything.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.enrolment.domain.people import Employee
from services.enrolment.domain.study_numbers import Numbers
from shared.errors import Conflict

Outcome = Literal["met", "not_met", "cannot_be_checked"]
Sanction = Literal["none", "light", "moderate", "severe"]

_SANCTIONS: tuple[Sanction, ...] = ("none", "light", "moderate", "severe")
_RATINGS = {
    "sangat kurang": 1,
    "kurang": 2,
    "buruk": 2,
    "butuh perbaikan": 3,
    "cukup": 3,
    "baik": 4,
    "sangat baik": 5,
}
_GRADE = re.compile(r"(I|II|III|IV)/([a-e])")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """What is known of somebody on the day of the question.

    born_on    None: HR has sent no NIP
    ratings    predicate by period
    sanction   the worst one in force, as an officer knows it; None: nobody said
    level      of the degree; None: the programme does not say
    """

    employee: Employee
    born_on: date | None
    ratings: Mapping[str, str]
    sanction: Sanction | None
    level: str | None
    asked_on: date
    begins_on: date


@dataclass(frozen=True, kw_only=True)
class Check:
    """What one rule found. because: in words for the applicant."""

    rule: str
    outcome: Outcome
    because: str


def check_everything(applicant: Applicant, numbers: Numbers) -> list[Check]:
    """Every rule, in the order in which people read them."""
    return [_checked(rule, applicant, numbers) for rule in RULES]


def nothing_speaks_against_it(checks: Collection[Check]) -> None:
    """Raises Conflict with every rule that says no."""
    if refused := [one.because for one in checks if one.outcome == "not_met"]:
        raise Conflict(
            f"not eligible for this study assignment: {'; '.join(refused)}. "
            "A training officer may override it with a reason"
        )


def an_officer_answered_what_is_unknown(
    checks: Collection[Check], confirmed: Collection[str]
) -> None:
    """Raises Conflict naming the rules that nobody could check."""
    unknown = [one for one in checks if one.outcome == "cannot_be_checked"]
    if open_ := [one for one in unknown if one.rule not in confirmed]:
        words = "; ".join(f"{one.rule} ({one.because})" for one in open_)
        raise Conflict(
            f"cannot be checked: {words}. Look into it, and name these rules in `confirmed`"
        )


def served_long_enough(applicant: Applicant, numbers: Numbers) -> tuple[Outcome, str]:
    wanted = numbers["study_min_service_years"]
    since = applicant.employee.appointed_on
    if since is None:
        return "cannot_be_checked", "HR has sent no day of appointment"
    years = full_years(since, applicant.begins_on)
    return _met(years >= wanted), f"{years} of at least {wanted} years of service"


def is_young_enough(applicant: Applicant, numbers: Numbers) -> tuple[Outcome, str]:
    if applicant.level is None:
        return "cannot_be_checked", "the programme does not say its degree level"
    cap = numbers[f"study_age_cap_{applicant.level}"]
    if not cap:
        return "met", "there is no age cap"
    if applicant.born_on is None:
        return "cannot_be_checked", "HR has sent no NIP, which shows the birth date"
    age = full_years(applicant.born_on, applicant.begins_on)
    return _met(age <= cap), f"{age} years old on the first day, at most {cap}"


def has_the_grade(applicant: Applicant, numbers: Numbers) -> tuple[Outcome, str]:
    if applicant.level is None:
        return "cannot_be_checked", "the programme does not say its degree level"
    wanted = numbers[f"study_min_grade_{applicant.level}"]
    if not wanted:
        return "met", "there is no lowest grade"
    grade = grade_number(applicant.employee.grade)
    if grade is None:
        return "cannot_be_checked", f"the grade is {applicant.employee.grade or 'not known'}"
    lowest = f"{'I' * (wanted // 10) if wanted < 40 else 'IV'}/{'abcde'[wanted % 10 - 1]}"
    return _met(grade >= wanted), f"grade {applicant.employee.grade}, at least {lowest}"


def was_rated_well(applicant: Applicant, numbers: Numbers) -> tuple[Outcome, str]:
    last = applicant.asked_on.year - 1
    years = range(last, last - numbers["study_rated_years"], -1)
    found = {year: _rating_of(year, applicant.ratings) for year in years}
    if bad := [y for y, rated in found.items() if rated and rated < numbers["study_min_rating"]]:
        return "not_met", f"performance was not rated well enough in {_listed(bad)}"
    if unknown := [year for year, rated in found.items() if rated is None]:
        return "cannot_be_checked", f"no known performance rating of {_listed(unknown)}"
    return "met", f"performance was rated well in {_listed(found)}" if found else "not asked for"


def has_no_grave_sanction(applicant: Applicant, numbers: Numbers) -> tuple[Outcome, str]:
    if applicant.sanction is None:
        return "cannot_be_checked", "no officer has said whether there is a sanction"
    found = _SANCTIONS.index(applicant.sanction)
    worst = _SANCTIONS[min(numbers["study_worst_sanction"], len(_SANCTIONS) - 1)]
    allowed = found <= numbers["study_worst_sanction"]
    return _met(allowed), f"sanction: {applicant.sanction}, at most {worst}"


Rule = Callable[[Applicant, Numbers], tuple[Outcome, str]]

RULES: tuple[Rule, ...] = (
    served_long_enough,
    is_young_enough,
    has_the_grade,
    was_rated_well,
    has_no_grave_sanction,
)


def full_years(since: date, day: date) -> int:
    """Whole years between two days."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def grade_number(grade: str | None) -> int | None:
    """31 for III/a; None for what cannot be compared, as the grades of PPPK."""
    match = _GRADE.fullmatch((grade or "").strip())
    return _ROMAN[match[1]] * 10 + "abcde".index(match[2]) + 1 if match else None


def _checked(rule: Rule, applicant: Applicant, numbers: Numbers) -> Check:
    outcome, because = rule(applicant, numbers)
    return Check(rule=rule.__name__, outcome=outcome, because=because)


def _rating_of(year: int, ratings: Mapping[str, str]) -> int | None:
    """Of the year, else the worst of its parts; None: not known, or in words we do not know."""
    of_year = ratings.get(str(year))
    parts = [p for period, p in ratings.items() if period.startswith(f"{year}-")]
    found = [_RATINGS.get(one.strip().lower()) for one in ([of_year] if of_year else parts)]
    known = [one for one in found if one is not None]
    return min(known) if known and len(known) == len(found) else None


def _met(is_so: bool) -> Outcome:
    return "met" if is_so else "not_met"


def _listed(years: Collection[int]) -> str:
    return ", ".join(str(year) for year in sorted(years))
