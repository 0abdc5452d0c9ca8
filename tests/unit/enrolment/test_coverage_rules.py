"""Who may go without emptying a counter: one rule, one test."""

from datetime import date

import pytest

from services.enrolment.domain import coverage
from services.enrolment.domain.coverage import Away, CoverageShort, Minimum, Roll
from tests.unit.enrolment.builders import MONDAY_NOON, NO_HOLIDAYS, a_meeting, an_offering

TUESDAY, WEDNESDAY = date(2026, 12, 1), date(2026, 12, 2)
STAFF = {"A": "clerk", "B": "clerk", "C": "nurse", "D": "nurse"}


def a_roll(*minima, away=(), positions=STAFF):
    """away: on Tuesday."""
    roll = Roll(
        unit_id="U1",
        name="Puskesmas",
        minima=[Minimum(position=position, persons=persons) for position, persons in minima],
        positions=positions,
    )
    for employee_id in away:
        roll.send(Away(employee_id=employee_id, kind="leave", about="L1"), [TUESDAY])
    return roll


def test_a_refusal_says_the_days_and_the_numbers():
    roll = a_roll((None, 3), away=["B"])

    with pytest.raises(CoverageShort) as refused:
        coverage.enough_stay_on_duty(roll, "A", [TUESDAY, WEDNESDAY])

    assert str(refused.value) == (
        "Puskesmas would have too few on duty: 2026-12-01 2 of at least 3"
    )


def test_enough_may_stay():
    coverage.enough_stay_on_duty(a_roll((None, 3)), "A", [TUESDAY, WEDNESDAY])


def test_a_minimum_by_position_holds_back_its_own_people_only():
    roll = a_roll(("nurse", 2))

    coverage.enough_stay_on_duty(roll, "A", [TUESDAY])
    with pytest.raises(CoverageShort, match="1 of at least 2 nurse"):
        coverage.enough_stay_on_duty(roll, "C", [TUESDAY])


def test_a_unit_that_is_short_already_says_so_and_refuses_nothing_more_than_it_must():
    roll = a_roll(("nurse", 5), away=["B"])

    coverage.enough_stay_on_duty(roll, "A", [TUESDAY])
    coverage.enough_stay_on_duty(roll, "B", [TUESDAY])
    with pytest.raises(CoverageShort, match="1 of at least 5 nurse, short already"):
        coverage.enough_stay_on_duty(roll, "C", [TUESDAY])
    assert [one.on_duty for one in roll.shortages(TUESDAY)] == [2]


def test_who_is_away_anyway_takes_nobody_from_the_counter():
    coverage.enough_stay_on_duty(a_roll((None, 3), away=["A"]), "A", [TUESDAY])


def test_whoever_goes_is_missing_for_the_next_one():
    roll = a_roll((None, 3))
    roll.send(Away(employee_id="A", kind="training", about="O1"), [TUESDAY])

    assert roll.broken_by("B", [TUESDAY])
    assert not roll.broken_by("B", [WEDNESDAY])


def test_many_days_are_counted_and_not_all_named():
    days = [date(2026, 12, number) for number in range(1, 12)]

    with pytest.raises(CoverageShort, match="and 6 more"):
        coverage.enough_stay_on_duty(a_roll((None, 4)), "A", days)


def test_colleagues_of_another_position_could_go_instead():
    roll = a_roll(("nurse", 2), away=["B"])

    assert roll.could_go_instead([TUESDAY], but=["C"]) == ["A"]


def test_what_would_help_names_dates_people_and_the_officer():
    words = coverage.what_would_help(["2026-12-08 in offering O2"], ["A", "B"])

    assert words == (
        "other dates would work (2026-12-08 in offering O2); "
        "colleagues could go instead (A, B); a training officer may give an override_reason"
    )


def test_where_nothing_is_asked_for_there_is_no_rule():
    assert coverage.minima_of(0, {"nurse": 0}) == []


def test_only_working_days_ahead_count_and_the_road_counts_too():
    # Friday to Tuesday, with a day on the road before and after.
    planned = an_offering(
        meetings=(a_meeting("2026-12-04"), a_meeting("2026-12-08")),
        travel_days_before=1,
        travel_days_after=1,
    )
    days = [day.day for day in coverage.days_away(planned, NO_HOLIDAYS, date(2026, 12, 1))]

    assert days == [3, 4, 8, 9]
    later = coverage.days_away(planned, NO_HOLIDAYS, date(2026, 12, 8))
    assert [day.day for day in later] == [8, 9]
    weekend = an_offering(meetings=(a_meeting("2026-12-05"),))
    assert coverage.days_away(weekend, NO_HOLIDAYS, NO_HOLIDAYS.day_of(MONDAY_NOON)) == []
