"""What a change dated ahead means on its day, and when that day begins."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.coming_changes import ComingChange, lies_ahead
from shared.events.hr import EmployeeChanged

WITA = ZoneInfo("Asia/Makassar")
ANNOUNCED = datetime(2026, 11, 24, 4, tzinfo=UTC)
DAY = date(2026, 12, 1)
BEGINS = datetime(2026, 11, 30, 16, tzinfo=UTC)  # midnight in Kupang
KNOWN = {"name": "Ana", "unit_id": "U1", "email": "ana@alak.example"}


def a_change(**facts: Any) -> ComingChange:
    given = {
        "employee_id": "E1",
        "effective_on": DAY,
        "facts": KNOWN | {"unit_id": "U2"},
        "base": KNOWN,
        "changed_at": ANNOUNCED,
    }
    return ComingChange(**given | facts)


def a_message(effective_on: date | None) -> EmployeeChanged:
    return EmployeeChanged(
        occurred_at=ANNOUNCED,
        employee_id="E1",
        name="Ana",
        unit_id="U2",
        position="staff",
        supervisor_id=None,
        email=None,
        employment="PNS",
        active=True,
        changed_at=ANNOUNCED,
        effective_on=effective_on,
    )


@pytest.mark.parametrize(
    ("now", "ahead"),
    [
        (BEGINS - timedelta(seconds=1), True),
        (BEGINS, False),
        (BEGINS + timedelta(days=9), False),
    ],
)
def test_a_day_begins_at_midnight_in_the_offices_zone(now, ahead):
    assert lies_ahead(a_message(DAY), now, WITA) is ahead


def test_what_has_no_day_does_not_lie_ahead():
    assert not lies_ahead(a_message(None), ANNOUNCED, WITA)


def test_what_was_corrected_since_the_announcement_stays_corrected():
    corrected = KNOWN | {"email": "ana@office.example"}

    assert a_change().on_its_day(corrected) == corrected | {"unit_id": "U2"}


def test_somebody_who_was_not_known_begins_as_announced():
    assert a_change(base=None).on_its_day(None) == KNOWN | {"unit_id": "U2"}
    assert a_change(base=None).on_its_day(KNOWN) == KNOWN | {"unit_id": "U2"}


def test_the_old_facts_for_the_same_day_take_an_announcement_back():
    assert a_change(facts=KNOWN).on_its_day(KNOWN) == KNOWN


SEALED = KNOWN | {"nip_sealed": "x", "nip_mark": "m"}
FOLLOWS = {"nip_sealed": "nip_mark"}


def test_the_same_number_sealed_anew_is_no_change():
    change = a_change(facts=SEALED | {"nip_sealed": "y"}, base=SEALED, follows=FOLLOWS)
    known = SEALED | {"nip_sealed": "corrected", "nip_mark": "other"}

    assert change.on_its_day(known) == known


def test_another_number_comes_with_its_seal():
    facts = SEALED | {"nip_sealed": "y", "nip_mark": "n"}

    assert a_change(facts=facts, base=SEALED, follows=FOLLOWS).on_its_day(SEALED) == facts


def test_it_counts_from_its_day_or_from_something_newer():
    later = BEGINS + timedelta(hours=5)

    assert a_change().counts_from(None, WITA) == BEGINS
    assert a_change().counts_from(ANNOUNCED, WITA) == BEGINS
    assert a_change().counts_from(later, WITA) == later
    assert a_change(changed_at=later).counts_from(ANNOUNCED, WITA) == later
