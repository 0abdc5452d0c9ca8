"""What a change of an employee means, now and on its day."""

from datetime import date

from services.enrolment.domain.people import Unit
from services.enrolment.domain.roster import (
    EmployeeChange,
    UnitChange,
    answers_to_somebody_else,
    has_left,
    is_led_by_somebody_else,
    may_no_longer_approve,
    on_its_day,
    takes_effect_later,
)
from tests.unit.enrolment.builders import an_employee

KNOWN = {"name": "Ana", "unit_id": "U1", "grade": "III/a", "nip_sealed": "x", "nip_mark": "m"}


def test_a_change_dated_ahead_waits_for_its_day():
    assert takes_effect_later(date(2026, 12, 1), date(2026, 11, 30))
    assert not takes_effect_later(date(2026, 12, 1), date(2026, 12, 1))


def test_on_its_day_a_transfer_happens_and_what_was_corrected_since_stays_corrected():
    corrected = KNOWN | {"name": "Anna"}

    result = on_its_day(corrected, KNOWN, KNOWN | {"unit_id": "U2"})

    assert result == KNOWN | {"name": "Anna", "unit_id": "U2"}


def test_somebody_who_was_not_known_begins_as_announced():
    assert on_its_day(None, None, KNOWN) == KNOWN


def test_the_same_number_sealed_anew_is_no_change():
    known = KNOWN | {"nip_sealed": "corrected", "nip_mark": "other"}

    result = on_its_day(known, KNOWN, KNOWN | {"nip_sealed": "y"})

    assert result["nip_sealed"] == "corrected"


def test_another_number_comes_with_its_seal():
    result = on_its_day(KNOWN, KNOWN, KNOWN | {"nip_sealed": "y", "nip_mark": "n"})

    assert (result["nip_sealed"], result["nip_mark"]) == ("y", "n")


def test_who_serves_no_more_has_left():
    assert has_left(EmployeeChange(an_employee(), an_employee(active=False)))
    assert not has_left(EmployeeChange(None, an_employee(active=False)))
    assert not has_left(EmployeeChange(an_employee(active=False), an_employee(active=False)))


def test_a_transfer_or_another_supervisor_asks_for_the_approver_again():
    assert answers_to_somebody_else(EmployeeChange(an_employee(), an_employee(unit_id="U2")))
    assert answers_to_somebody_else(EmployeeChange(an_employee(), an_employee(supervisor_id="B")))
    assert not answers_to_somebody_else(EmployeeChange(an_employee(), an_employee(name="Other")))


def test_an_approver_who_moves_or_leaves_is_asked_no_more():
    assert may_no_longer_approve(EmployeeChange(an_employee(), an_employee(unit_id="U2")))
    assert may_no_longer_approve(EmployeeChange(an_employee(), an_employee(active=False)))
    assert not may_no_longer_approve(EmployeeChange(an_employee(), an_employee(grade="III/b")))


def test_a_unit_with_another_head_or_another_unit_above_is_led_by_somebody_else():
    unit = Unit(unit_id="U1", name="One", parent_id="U0", head_id="A")
    renamed = Unit(unit_id="U1", name="Two", parent_id="U0", head_id="A")
    led = Unit(unit_id="U1", name="One", parent_id="U0", head_id="B")

    assert is_led_by_somebody_else(UnitChange(unit, led))
    assert not is_led_by_somebody_else(UnitChange(unit, renamed))
    assert not is_led_by_somebody_else(UnitChange(None, led))
