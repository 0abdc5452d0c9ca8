"""The satisfaction index: exact, rounded once, and then graded."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain.result_numbers import ResultNumber
from services.evaluation.domain.skm import Ratings, grade_of, index_of, rounded, together

DAY = date(2026, 11, 24)


def test_the_index_is_the_mean_of_nine_elements_times_25():
    assert index_of([4] * 9, 1) == Decimal("100.00")
    assert index_of([1] * 9, 1) == Decimal("25.00")
    assert index_of([3, 3, 3, 3, 3, 3, 3, 3, 4], 1) == Decimal("77.78")


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        ("25", "D"),
        ("64.99", "D"),
        ("65.00", "C"),
        ("76.60", "C"),
        ("76.61", "B"),
        ("88.30", "B"),
        ("88.31", "A"),
        ("100", "A"),
    ],
)
def test_the_grades_have_the_bounds_of_the_regulation(index, grade):
    assert grade_of(Decimal(index), DAY) == grade


def test_the_bounds_may_change_from_a_day_on():
    later = ResultNumber(name="skm_a_from", from_day=date(2027, 1, 1), value=Decimal("90"))

    assert grade_of(Decimal("89"), date(2026, 12, 31), [later]) == "A"
    assert grade_of(Decimal("89"), date(2027, 1, 1), [later]) == "B"


def test_it_is_rounded_once_and_half_up():
    assert rounded(Fraction(76605, 1000)) == Decimal("76.61")
    assert rounded(Fraction(766049, 10000)) == Decimal("76.60")


def test_an_index_that_floats_would_round_down_is_graded_by_its_exact_value():
    sheets, rating_sum = 20_000, 551_556  # 76.605 exactly
    totals = [61_284] * 8 + [rating_sum - 8 * 61_284]

    assert sum(totals) * 25 * 1000 == 76_605 * 9 * sheets
    assert grade_of(index_of(totals, sheets), DAY) == "B"


@given(
    sheets=st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=30)
)
def test_sheets_one_by_one_and_their_totals_have_the_same_index(sheets):
    singly = together(Ratings(sheets=1, totals=tuple(one)) for one in sheets)
    totals = [sum(column) for column in zip(*sheets, strict=True)]

    assert index_of(singly.totals, singly.sheets) == index_of(totals, len(sheets))
    assert Decimal(25) <= index_of(totals, len(sheets)) <= 100
