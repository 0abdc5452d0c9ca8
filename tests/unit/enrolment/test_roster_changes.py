"""What a change of an employee or a unit means for requests under way."""

from services.enrolment.domain.people import Unit
from services.enrolment.domain.roster import (
    EmployeeChange,
    UnitChange,
    answers_to_somebody_else,
    has_left,
    is_led_by_somebody_else,
    may_no_longer_approve,
)
from tests.unit.enrolment.builders import an_employee


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
