"""Who may apply for a study assignment, and what nobody can know."""

from dataclasses import replace
from datetime import date

import pytest

from services.enrolment.domain.rule_numbers import RuleNumber
from services.enrolment.domain.study_eligibility import (
    Applicant,
    an_officer_answered_what_is_unknown,
    check_everything,
    full_years,
    grade_number,
    has_no_grave_sanction,
    has_the_grade,
    is_young_enough,
    nothing_speaks_against_it,
    served_long_enough,
    was_rated_well,
)
from services.enrolment.domain.study_numbers import BUILT_IN, numbers_in_force
from shared.errors import Conflict
from tests.unit.enrolment.builders import an_employee

APPLICANT = Applicant(
    employee=an_employee(appointed_on=date(2020, 1, 1), grade="III/b"),
    born_on=date(1995, 3, 15),
    ratings={"2024": "Baik", "2025": "Sangat Baik"},
    sanction="none",
    level="master",
    asked_on=date(2026, 11, 23),
    begins_on=date(2027, 8, 2),
)


def an_applicant(**facts):
    known = {name: facts.pop(name) for name in ("appointed_on", "grade") if name in facts}
    return replace(APPLICANT, employee=replace(APPLICANT.employee, **known), **facts)


def outcome(rule, **facts):
    return rule(an_applicant(**facts), BUILT_IN)[0]


def test_whoever_meets_every_rule_is_eligible():
    checks = check_everything(APPLICANT, BUILT_IN)

    assert {one.outcome for one in checks} == {"met"}
    nothing_speaks_against_it(checks)
    an_officer_answered_what_is_unknown(checks, [])


def test_a_year_of_service_must_be_full_on_the_first_day():
    assert outcome(served_long_enough, appointed_on=date(2026, 8, 2)) == "met"
    assert outcome(served_long_enough, appointed_on=date(2026, 8, 3)) == "not_met"
    assert outcome(served_long_enough, appointed_on=None) == "cannot_be_checked"


def test_the_age_cap_counts_on_the_first_day_and_depends_on_the_degree():
    assert outcome(is_young_enough, born_on=date(1989, 8, 3)) == "met"
    assert outcome(is_young_enough, born_on=date(1989, 8, 2), level="master") == "not_met"
    assert outcome(is_young_enough, born_on=date(1989, 8, 2), level="doctor") == "met"
    assert outcome(is_young_enough, born_on=None) == "cannot_be_checked"
    assert outcome(is_young_enough, level=None) == "cannot_be_checked"


def test_the_grade_must_be_high_enough_for_the_degree():
    assert outcome(has_the_grade, grade="III/a") == "met"
    assert outcome(has_the_grade, grade="II/d") == "not_met"
    assert outcome(has_the_grade, grade="II/d", level="bachelor") == "met"
    assert outcome(has_the_grade, grade="IX") == "cannot_be_checked"
    assert outcome(has_the_grade, grade=None) == "cannot_be_checked"


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({"2024": "Baik", "2025": "Baik"}, "met"),
        ({"2024": "baik ", "2025": "SANGAT BAIK"}, "met"),
        ({"2024": "Butuh Perbaikan", "2025": "Baik"}, "not_met"),
        ({"2025": "Baik"}, "cannot_be_checked"),
        ({"2025": "Kurang"}, "not_met"),
        ({"2023": "Baik", "2024": "Baik"}, "cannot_be_checked"),
        ({"2024": "Baik", "2025": "hebat"}, "cannot_be_checked"),
        ({"2024": "Baik", "2025-Q1": "Baik", "2025-Q2": "Kurang"}, "not_met"),
        ({"2024": "Baik", "2025-Q1": "Baik", "2025": "Baik"}, "met"),
        ({}, "cannot_be_checked"),
    ],
)
def test_the_last_two_years_must_be_rated_well(ratings, expected):
    assert outcome(was_rated_well, ratings=ratings) == expected


@pytest.mark.parametrize(
    ("sanction", "expected"),
    [
        ("none", "met"),
        ("light", "met"),
        ("moderate", "not_met"),
        ("severe", "not_met"),
        (None, "cannot_be_checked"),
    ],
)
def test_no_moderate_or_severe_sanction(sanction, expected):
    assert outcome(has_no_grave_sanction, sanction=sanction) == expected


def test_a_refusal_names_every_rule_that_says_no():
    checks = check_everything(an_applicant(grade="II/d", sanction="severe"), BUILT_IN)

    with pytest.raises(Conflict, match=r"grade II/d, at least III/a; sanction: severe") as no:
        nothing_speaks_against_it(checks)
    assert "override it with a reason" in str(no.value)


def test_what_cannot_be_checked_needs_the_word_of_an_officer():
    checks = check_everything(an_applicant(born_on=None, sanction=None), BUILT_IN)

    nothing_speaks_against_it(checks)
    with pytest.raises(Conflict, match=r"is_young_enough \(HR has sent no NIP"):
        an_officer_answered_what_is_unknown(checks, ["has_no_grave_sanction"])
    an_officer_answered_what_is_unknown(checks, ["has_no_grave_sanction", "is_young_enough"])


def test_the_numbers_are_those_of_the_day():
    decided = [
        RuleNumber(name="study_age_cap_master", from_day=date(2027, 1, 1), value=42),
        RuleNumber(name="study_age_cap_master", from_day=date(2026, 1, 1), value=40),
        RuleNumber(name="expire_after_working_days", from_day=date(2026, 1, 1), value=9),
    ]

    assert numbers_in_force(date(2025, 12, 31), decided) == BUILT_IN
    assert numbers_in_force(date(2026, 1, 1), decided)["study_age_cap_master"] == 40
    assert numbers_in_force(date(2027, 6, 1), decided)["study_age_cap_master"] == 42


def test_a_rule_whose_number_is_nought_is_off():
    off = dict(BUILT_IN) | {"study_age_cap_master": 0, "study_rated_years": 0}

    assert is_young_enough(an_applicant(born_on=None), off)[0] == "met"
    assert was_rated_well(an_applicant(ratings={}), off)[0] == "met"


def test_grades_compare_by_number():
    assert [grade_number(one) for one in ("I/a", "II/d", "III/a", "IV/e")] == [11, 24, 31, 45]
    assert grade_number("V") is None


def test_years_are_full_on_the_birthday():
    assert full_years(date(2000, 2, 29), date(2027, 2, 28)) == 26
    assert full_years(date(2000, 2, 29), date(2027, 3, 1)) == 27
