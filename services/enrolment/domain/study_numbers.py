"""The numbers of formal education: each may change from a day on."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.enrolment.domain.rule_numbers import RuleNumber

BUILT_IN: Mapping[str, int] = {
    "study_min_service_years": 1,
    "study_rated_years": 2,
    "study_min_rating": 4,
    "study_age_cap_diploma": 25,
    "study_age_cap_bachelor": 25,
    "study_age_cap_master": 37,
    "study_age_cap_doctor": 40,
    "study_min_grade_diploma": 0,
    "study_min_grade_bachelor": 0,
    "study_min_grade_master": 31,
    "study_min_grade_doctor": 32,
    "study_worst_sanction": 1,
    "study_report_every_months": 6,
    "study_report_within_days": 30,
    "study_report_notice_days": 14,
    "study_report_escalate_days": 14,
    "study_max_extension_months": 12,
    "study_bond_percent_ministry": 200,
    "study_bond_percent_sponsor": 200,
    "study_bond_percent_office": 200,
    "study_bond_percent_self": 100,
}
"""What holds until the office decides otherwise. Service, ratings and sanctions: one ministry's
rule; ages, grades and bonds: general knowledge, to be confirmed by the agency.

study_min_service_years     years since the appointment
study_rated_years           so many calendar years before must be rated well; 0: no rule
study_min_rating            1 Sangat Kurang, 2 Kurang, 3 Butuh Perbaikan, 4 Baik, 5 Sangat Baik
study_age_cap_LEVEL         years of age on the first day; 0: no rule
study_min_grade_LEVEL       31 for III/a, 32 for III/b, …; 0: no rule
study_worst_sanction        0 none, 1 light, 2 moderate, 3 severe: at most this one
study_report_every_months   months of a semester
study_report_within_days    after its end its report is due
study_report_notice_days    before that the learner is told
study_report_escalate_days  after the supervisor the training officers are told
study_max_extension_months  in all
study_bond_percent_FUNDING  days of service for each 100 days of study
"""

STUDY_NUMBERS = tuple(BUILT_IN)

Numbers = Mapping[str, int]


def numbers_in_force(day: date, decided: Iterable[RuleNumber]) -> Numbers:
    """All of them on a day: the newest decision that holds by then, else what is built in."""
    by_day = sorted((one for one in decided if one.from_day <= day), key=lambda one: one.from_day)
    return dict(BUILT_IN) | {one.name: one.value for one in by_day if one.name in BUILT_IN}
