"""What a message of HR about an employee means: now, later, and for requests under way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.enrolment.domain.people import Employee, Unit

Minima = Mapping[str | None, int]
"""Persons who must be on duty each day, by position; in all: None."""


@dataclass(frozen=True)
class EmployeeChange:
    """before: None where nobody knew the employee."""

    before: Employee | None
    after: Employee


@dataclass(frozen=True)
class UnitChange:
    """before: None where nobody knew the unit. former, minima: needed before, and now."""

    before: Unit | None
    after: Unit
    former: Minima = field(default_factory=dict)
    minima: Minima = field(default_factory=dict)


def has_left(change: EmployeeChange) -> bool:
    return change.before is not None and change.before.active and not change.after.active


def answers_to_somebody_else(change: EmployeeChange) -> bool:
    """Transferred, or under another supervisor, so that open requests may need another approver."""
    if change.before is None:
        return False
    before, after = change.before, change.after
    return (before.unit_id, before.supervisor_id) != (after.unit_id, after.supervisor_id)


def may_no_longer_approve(change: EmployeeChange) -> bool:
    """Left, or works elsewhere: what waits for this person's answer must be looked at again."""
    if change.before is None:
        return False
    return has_left(change) or change.before.unit_id != change.after.unit_id


def is_led_by_somebody_else(change: UnitChange) -> bool:
    if change.before is None:
        return False
    before, after = change.before, change.after
    return (before.head_id, before.parent_id) != (after.head_id, after.parent_id)


def takes_from_a_counter(change: EmployeeChange) -> str | None:
    """The unit that has one person less, or one less of a position; None: no unit."""
    before, after = change.before, change.after
    if before is None or not before.active:
        return None
    still_there = after.active and after.unit_id == before.unit_id
    return None if still_there and after.position == before.position else before.unit_id


def needs_more_on_duty(change: UnitChange) -> bool:
    """Whether any minimum is higher than before."""
    former = change.former
    return any(least > former.get(position, 0) for position, least in change.minima.items())
