"""What HR says of employees for a later day counts from that day on, in the office's zone."""

from datetime import UTC, date, datetime, timedelta

import eventlet
import pytest

from services.evaluation.storage.tables import EmployeeRow
from shared.events.hr import EmployeeChanged
from tests.integration.evaluation.house import MONDAY_NOON, in_an_envelope

DAY = date(2026, 12, 1)
BEGINS = datetime(2026, 11, 30, 16, tzinfo=UTC)  # midnight in Kupang
BEFORE, AFTER = BEGINS - timedelta(minutes=1), BEGINS + timedelta(minutes=1)


@pytest.fixture
def house(house):
    """Knows E1, of unit U1 and led by E2."""
    hear(house)
    return house


def hear(house, employee_id="E1", **facts):
    house.deliver(in_an_envelope(a_message(employee_id, **facts)))


def a_message(employee_id="E1", **facts):
    given = {
        "occurred_at": MONDAY_NOON,
        "employee_id": employee_id,
        "name": "Ana",
        "unit_id": "U1",
        "position": "staff",
        "supervisor_id": "E2",
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": MONDAY_NOON,
    }
    return EmployeeChanged(**given | facts)


def at(house, instant):
    """The timer, at an instant."""
    house.clock.travel_to(instant)
    house.service.apply_changes_dated_ahead()


def known(house, employee_id="E1"):
    """(unit, supervisor, whether in service); None: not known."""
    with house.database.reading() as session:
        row = session.get(EmployeeRow, employee_id)
        return row and (row.unit_id, row.supervisor_id, row.active)


def test_a_transfer_takes_effect_on_its_day(house):
    hear(house, unit_id="U2", supervisor_id="E3", effective_on=DAY)
    assert known(house) == ("U1", "E2", True)

    at(house, BEFORE)
    assert known(house) == ("U1", "E2", True)
    at(house, AFTER)

    assert known(house) == ("U2", "E3", True)


def test_who_will_leave_serves_until_the_day(house):
    hear(house, active=False, effective_on=DAY)
    at(house, BEFORE)
    assert known(house) == ("U1", "E2", True)

    at(house, AFTER)

    assert known(house) == ("U1", "E2", False)


def test_a_day_that_has_begun_counts_at_once(house):
    hear(house, unit_id="U2", effective_on=MONDAY_NOON.date())

    assert known(house) == ("U2", "E2", True)


def test_a_correction_made_meanwhile_survives_the_day(house):
    hear(house, unit_id="U2", effective_on=DAY)
    hear(house, supervisor_id="E9", changed_at=MONDAY_NOON + timedelta(days=2))

    at(house, AFTER)

    assert known(house) == ("U2", "E9", True)


@pytest.mark.parametrize("newest_first", [False, True])
def test_of_two_announcements_for_one_day_the_newest_counts(house, newest_first):
    told = [
        {"unit_id": f"U{hours}", "changed_at": MONDAY_NOON + timedelta(hours=hours)}
        for hours in (2, 3)
    ]
    for one in reversed(told) if newest_first else told:
        hear(house, effective_on=DAY, **one)

    at(house, AFTER)

    assert known(house) == ("U3", "E2", True)


def test_the_old_facts_for_the_same_day_take_a_transfer_back(house):
    hear(house, unit_id="U2", effective_on=DAY)
    hear(house, effective_on=DAY, changed_at=MONDAY_NOON + timedelta(hours=1))

    at(house, AFTER)

    assert known(house) == ("U1", "E2", True)


def test_what_was_said_before_the_day_but_comes_after_it_changes_nothing(house):
    hear(house, unit_id="U2", effective_on=DAY)
    at(house, AFTER)

    hear(house, unit_id="U1", changed_at=MONDAY_NOON + timedelta(days=2))
    assert known(house) == ("U2", "E2", True)

    hear(house, unit_id="U3", changed_at=AFTER)
    assert known(house) == ("U3", "E2", True)


def test_a_transfer_for_a_month_ends_where_it_began(house):
    hear(house, unit_id="U2", effective_on=DAY)
    hear(house, unit_id="U1", effective_on=date(2027, 1, 1))

    at(house, AFTER)
    assert known(house) == ("U2", "E2", True)
    at(house, AFTER + timedelta(days=31))

    assert known(house) == ("U1", "E2", True)


def test_changes_of_several_days_are_caught_up_in_their_order(house):
    hear(house, unit_id="U2", effective_on=DAY)
    hear(house, unit_id="U3", effective_on=DAY + timedelta(days=1))

    at(house, BEGINS + timedelta(days=30))

    assert known(house) == ("U3", "E2", True)


def test_somebody_who_begins_later_is_known_from_that_day_on(house):
    hear(house, "NEW", effective_on=DAY)
    assert known(house, "NEW") is None

    at(house, AFTER)

    assert known(house, "NEW") == ("U1", "E2", True)


def test_a_batch_with_an_employee_and_what_will_become_of_them(house):
    house.deliver(
        in_an_envelope(a_message("NEW")),
        in_an_envelope(a_message("NEW", unit_id="U2", effective_on=DAY)),
    )
    assert known(house, "NEW") == ("U1", "E2", True)

    at(house, AFTER)

    assert known(house, "NEW") == ("U2", "E2", True)


def test_replicas_share_what_takes_effect(house):
    people = [f"P{number:02}" for number in range(30)]
    house.deliver(
        *(in_an_envelope(a_message(one)) for one in people),
        *(in_an_envelope(a_message(one, unit_id="U2", effective_on=DAY)) for one in people),
    )
    house.clock.travel_to(AFTER)

    replicas = [eventlet.spawn(house.service.apply_changes_dated_ahead) for _ in range(3)]
    for replica in replicas:
        replica.wait()

    assert {known(house, one) for one in people} == {("U2", "E2", True)}
