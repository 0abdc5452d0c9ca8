"""Counts of a report, and the quarters it looks back at."""

from datetime import date

import pytest

from services.evaluation.domain.funnel import Asked, Way, counts_of, split
from services.evaluation.domain.quarter import quarter_before

WAYS = [
    Way(enrolment_id="N1", unit_id="U1", year=2025, completed=True),
    Way(enrolment_id="N2", unit_id="U1", year=2026, completed=False),
    Way(enrolment_id="N3", unit_id="U2", year=2026, completed=True),
]
ASKED = [
    Asked(enrolment_id="N1", level=1, kind="participant", answered=True),
    Asked(enrolment_id="N3", level=1, kind="participant", answered=False),
    Asked(enrolment_id="N3", level=3, kind="supervisor", answered=True),
    Asked(enrolment_id="elsewhere", level=1, kind="participant", answered=True),
]


def test_from_seats_to_answers():
    counts = counts_of(WAYS, ASKED)

    assert (counts["enrolled"], counts["completed"]) == (3, 2)
    assert counts["responses"] == [
        {"level": 1, "respondent": "participant", "asked": 2, "answered": 1, "rate": 0.5},
        {"level": 3, "respondent": "supervisor", "asked": 1, "answered": 1, "rate": 1.0},
    ]


def test_by_unit_and_by_year_the_parts_add_up():
    for by in (lambda way: way.unit_id, lambda way: way.year):
        parts = split(WAYS, ASKED, by).values()
        assert sum(one["enrolled"] for one in parts) == 3
        assert sum(form["asked"] for one in parts for form in one["responses"]) == 3


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 24), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2027, 1, 1), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_quarter_before_a_day(day, first, last):
    assert quarter_before(day) == (first, last)
