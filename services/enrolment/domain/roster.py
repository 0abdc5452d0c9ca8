"""What a message of HR about an employee means: now, later, and for requests under way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.enrolment.domain.people import Employee, Unit

Facts = dict[str, Any]
"""What HR says of an employee, of plain types."""

_NIP_MARK, _NIP_SEALED = "nip_mark", "nip_sealed"


@dataclass(frozen=True)
class EmployeeChange:
    """before: None where nobody knew the employee."""

    before: Employee | None
    after: Employee


@dataclass(frozen=True)
class UnitChange:
    """before: None where nobody knew the unit."""

    before: Unit | None
    after: Unit


def takes_effect_later(effective_on: date, today: date) -> bool:
    return effective_on > today


def on_its_day(known: Facts | None, base: Facts | None, ahead: Facts) -> Facts:
    """What is true on the day of a change dated ahead.

    known   what HR has said until today; None: nothing
    base    what was expected for that day when the change was announced; None: nothing
    ahead   what HR announced

    A message holds all facts, also those that it does not mean to change: whatever was
    corrected since it was announced stays corrected.
    """
    if known is None or base is None:
        return ahead
    meant = {name for name, value in ahead.items() if value != base.get(name)}
    meant.discard(_NIP_SEALED)  # sealed anew each time, so it always looks changed
    if _NIP_MARK in meant:
        meant.add(_NIP_SEALED)
    return known | {name: ahead[name] for name in meant}


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
