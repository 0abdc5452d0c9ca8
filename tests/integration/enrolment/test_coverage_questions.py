"""What changes after people were given seats re-opens the question whether enough stay on duty."""

import pytest

from tests.integration.enrolment.house import DAY, on
from tests.integration.enrolment.test_seats_coverage import coverage, leave, puskesmas

__all__ = ["puskesmas"]

TUESDAY, NEXT_TUESDAY = "2026-12-01", "2026-12-08"


def warned(house, *days):
    """(day, on duty, why) of every warning of a unit, on these days in December."""
    house.watch_coverage()
    found = coverage(house, *(days or (TUESDAY, NEXT_TUESDAY)))["warnings"]
    return [(one["day"], one["on_duty"], one["because"]) for one in found]


@pytest.fixture
def counter(puskesmas):
    """One of four is in a training on Tuesday, as many as the minimum of three allows."""
    puskesmas.seat = puskesmas.approved(puskesmas.an_offering(), "N1")
    return puskesmas


def test_leave_that_is_moved_to_other_dates_is_looked_at_there(counter):
    leave(counter, "C1", NEXT_TUESDAY, NEXT_TUESDAY)
    assert warned(counter) == []

    leave(counter, "C1", TUESDAY, TUESDAY)

    assert warned(counter) == [(TUESDAY, 2, "leave or study changed")]


def test_each_short_day_is_told_once(counter):
    leave(counter, "C1", TUESDAY, TUESDAY)
    counter.watch_coverage()
    leave(counter, "N3", TUESDAY, TUESDAY, leave_id="L2")
    counter.watch_coverage()

    (told,) = [one.data for one in counter.told() if one.name == "coverage.short"]

    assert (told["unit_id"], told["unit_name"]) == ("U1", "Puskesmas")
    assert told["because"] == "leave or study changed"
    assert told["days"] == [
        {"day": TUESDAY, "position": None, "on_duty": 2, "min_on_duty": 3},
    ]


def test_leave_that_is_moved_away_is_looked_at_where_it_was(puskesmas):
    leave(puskesmas, "N1", TUESDAY, TUESDAY)
    leave(puskesmas, "N2", TUESDAY, TUESDAY, leave_id="L2")
    puskesmas.watch_coverage()
    puskesmas.approved(puskesmas.an_offering(), "N1")  # away anyway

    leave(puskesmas, "N1", NEXT_TUESDAY, NEXT_TUESDAY)
    leave(puskesmas, "N1", "2026-12-09", "2026-12-09")

    assert warned(puskesmas) == [(TUESDAY, 2, "leave or study changed")]


def test_a_transfer_takes_somebody_from_the_counter_that_was_left(counter):
    counter.an_employee("C1", unit_id="U2", position="clerk")

    assert warned(counter) == [(TUESDAY, 2, "somebody was transferred")]
    assert counter.status(counter.seat) == "enrolled"


def test_a_transfer_into_a_unit_takes_nobody_from_it(counter):
    counter.an_employee("NEW", unit_id="U2")

    counter.an_employee("NEW", unit_id="U1")

    assert warned(counter) == []


def test_another_position_counts_for_the_minimum_of_the_position_that_was_left(puskesmas):
    puskesmas.a_unit("U1", min_on_duty_by_position={"nurse": 2})
    puskesmas.approved(puskesmas.an_offering(), "N1")

    puskesmas.an_employee("N2", position="clerk")

    assert warned(puskesmas) == [(TUESDAY, 1, "somebody was transferred")]


def test_somebody_who_left_is_missed_at_the_counter(counter):
    counter.an_employee("C1", active=False)

    assert warned(counter) == [(TUESDAY, 2, "somebody left")]


def test_a_raised_minimum_is_held_against_all_days_ahead(counter):
    later = counter.an_offering(meetings=[on(NEXT_TUESDAY)])
    counter.approved(later, "C1")

    counter.a_unit("U1", min_on_duty=4)

    because = "the minimum was raised"
    assert warned(counter) == [(TUESDAY, 3, because), (NEXT_TUESDAY, 3, because)]


def test_a_lowered_minimum_asks_nothing(counter):
    counter.a_unit("U1", min_on_duty=1)

    assert warned(counter) == []


def test_a_change_dated_ahead_is_looked_at_on_its_day(counter):
    tomorrow = (counter.clock.now() + DAY).date()
    counter.an_employee("C1", unit_id="U2", position="clerk", effective_on=tomorrow)
    assert warned(counter) == []

    counter.clock.travel(1 * DAY)
    counter.apply_changes_dated_ahead()

    assert warned(counter) == [(TUESDAY, 2, "somebody was transferred")]


def test_each_gap_is_told_once_and_goes_when_it_is_filled(counter):
    counter.an_employee("C1", unit_id="U2", position="clerk")
    assert len(warned(counter)) == 1
    assert len(warned(counter)) == 1

    counter.an_employee("C1", unit_id="U1", position="clerk")

    assert warned(counter) == []
