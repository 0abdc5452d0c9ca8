"""Which units an offering treats: by the seats at its first meeting, and never again after."""

from datetime import timedelta

import pytest

from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.study_house import (
    DAY,
    a_seat,
    an_employee,
    an_offering,
    called_off,
    given_up,
    moved,
    study_house,
)
from tests.unit.evaluation.builders import a_completion

HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request, tmp_path):
    """Unit U1 has ten people, of whom everybody is known."""
    with study_house(request, tmp_path) as house:
        house.people = house.employ("U1", 10)
        yield house


def next_week(house):
    """An offering in a week, for which three people of U1 have seats."""
    offering = an_offering(MONDAY_NOON + 7 * DAY)
    house.hear(offering)
    return offering, house.seat(offering, house.people[:3])


def at_the_first_meeting(house, later=timedelta(0)):
    house.clock.travel_to(MONDAY_NOON + 7 * DAY + HOUR + later)
    house.service.fix_treated_units()


def test_the_staff_with_seats_is_counted_at_the_first_meeting(house):
    next_week(house)

    at_the_first_meeting(house)

    assert house.staff() == {"U1": (10, 3, 0)}


def test_a_transfer_after_the_first_meeting_moves_no_unit(house):
    next_week(house)
    at_the_first_meeting(house)

    house.employ("U2", 2)
    house.hear(an_employee("U1-01", "U2", changed_at=MONDAY_NOON + 8 * DAY))
    house.hear(an_employee("U1-09", "U1", active=False, changed_at=MONDAY_NOON + 8 * DAY))

    assert house.staff() == {"U1": (10, 3, 0)}


def test_a_transfer_before_it_takes_the_seat_along(house):
    next_week(house)
    house.employ("U2", 2)
    house.hear(an_employee("U1-01", "U2", changed_at=MONDAY_NOON + DAY))

    at_the_first_meeting(house)

    assert house.staff() == {"U1": (9, 2, 0), "U2": (3, 1, 0)}


def test_a_seat_given_up_in_time_does_not_count_and_one_given_up_later_does(house):
    _, (first, second, _) = next_week(house)
    house.hear(given_up(first, MONDAY_NOON + DAY))
    at_the_first_meeting(house)
    house.hear(given_up(second, MONDAY_NOON + 9 * DAY))

    assert house.staff() == {"U1": (10, 2, 0)}


def test_a_cancellation_that_overtakes_its_seat_leaves_no_seat(house):
    offering = an_offering(MONDAY_NOON + 7 * DAY)
    seat = a_seat(offering, "U1-01", MONDAY_NOON)

    house.hear(offering)
    house.hear(given_up(seat, MONDAY_NOON + DAY))
    house.hear(seat)

    assert house.staff() == {}


def test_a_seat_told_of_late_counts_if_it_was_held_at_the_first_meeting(house):
    offering, _ = next_week(house)
    at_the_first_meeting(house)

    house.hear(
        a_seat(offering, "U1-07", MONDAY_NOON + DAY),
        a_seat(offering, "U1-08", MONDAY_NOON + 8 * DAY),
    )

    assert house.staff() == {"U1": (10, 4, 0)}


def test_those_who_are_not_in_service_count_neither_way(house):
    next_week(house)
    house.hear(an_employee("U1-01", "U1", active=False, changed_at=MONDAY_NOON + DAY))

    at_the_first_meeting(house)

    assert house.staff() == {"U1": (9, 2, 0)}


def test_who_completed_is_the_dose_and_a_reversal_takes_it_back(house):
    offering, seats = next_week(house)
    at_the_first_meeting(house)
    completions = [
        a_completion(enrolment_id=seat.enrolment_id, offering_id=offering.offering_id)
        for seat in seats[:2]
    ]

    house.hear(*completions)

    assert house.staff() == {"U1": (10, 3, 2)}


def test_a_completion_without_a_seat_that_anybody_told_of_shows_that_there_was_one(house):
    offering, _ = next_week(house)
    at_the_first_meeting(house)

    house.hear(a_completion(offering_id=offering.offering_id, employee_id="U1-09", unit_id="U1"))

    assert house.staff() == {"U1": (10, 4, 1)}


def test_an_offering_recorded_after_the_fact_counts_its_seats_as_they_come(house):
    offering = an_offering(MONDAY_NOON - 200 * DAY)
    house.hear(offering)
    house.service.fix_treated_units()

    house.seat(offering, house.people[:4])
    assert house.staff() == {"U1": (10, 4, 0)}

    house.clock.travel(15 * DAY)
    house.service.fix_treated_units()
    house.hear(an_employee("U1-01", "U9", changed_at=MONDAY_NOON + 16 * DAY))
    assert house.staff() == {"U1": (10, 4, 0)}


def test_an_offering_that_moves_to_a_later_day_starts_its_clock_there(house):
    offering, _ = next_week(house)
    at_the_first_meeting(house)

    house.hear(moved(offering, MONDAY_NOON + 30 * DAY), sequence=2)
    house.seat(offering, ["U1-05"])
    at_the_first_meeting(house, later=23 * DAY)

    assert house.staff() == {"U1": (10, 4, 0)}


def test_an_offering_that_is_called_off_treats_nobody(house):
    offering, _ = next_week(house)

    house.hear(called_off(offering), sequence=2)

    at_the_first_meeting(house)
    with pytest.raises(ValueError, match="not enough values"):
        house.staff()


def test_a_class_that_is_seated_at_once_takes_one_batch(house):
    offering = an_offering(MONDAY_NOON + 7 * DAY)
    seats = [a_seat(offering, one, MONDAY_NOON) for one in house.people]

    house.hear(offering, *seats, *[given_up(seat, MONDAY_NOON + DAY) for seat in seats[:5]])
    at_the_first_meeting(house)

    assert house.staff() == {"U1": (10, 5, 0)}
    assert house.waiting() == []
