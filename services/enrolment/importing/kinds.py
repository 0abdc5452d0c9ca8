"""What can be imported: the columns of a roster, of a list of units and of leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.enrolment.domain.nip import plain, what_is_wrong
from services.enrolment.importing import cells
from shared.events.hr import (
    ComplaintReceived,
    EmployeeChanged,
    LeaveChanged,
    ServiceMeasured,
    UnitChanged,
)

CHANGED_AT = "changed_at"

Wrong = tuple[str, str] | None
"""(column, reason), or nothing"""


@dataclass(frozen=True)
class Column:
    """A column of a file.

    read       the value of a cell that is not empty; raises ValueError with the reason
    optional   the file may lack it
    blank      cells may be empty
    empty      the value of an empty cell
    """

    name: str
    read: Callable[[str], Any]
    optional: bool = False
    blank: bool = False
    empty: Callable[[], Any] = lambda: None


@dataclass(frozen=True)
class Form:
    """A kind of file, of which each row is about the record that the column `key` names.

    together    what is wrong between the cells of a row, each of them right
    completed   fills in what the cells leave to be concluded, and says what is wrong now;
                now: in the office's zone
    identity    further columns that name the record, behind `key`
    repeats     whether a row may say again what an earlier one says: it is the same record
    """

    name: str
    key: str
    columns: tuple[Column, ...]
    together: Callable[[Mapping[str, Any]], Wrong] = lambda facts: None
    completed: Callable[[dict[str, Any], datetime], Wrong] = lambda facts, now: None
    identity: tuple[str, ...] = ()
    repeats: bool = False

    @property
    def stands_alone(self) -> bool:
        """Whether each row can be right or wrong by itself: a wrong one says nothing at all."""
        return self.repeats or bool(self.identity)

    def record_of(self, facts: Mapping[str, Any]) -> str | None:
        """What names the record that a row is about; None: the row does not say it."""
        named = [facts.get(name) for name in (self.key, *self.identity)]
        return None if None in named else ", ".join(str(one) for one in named)

    def column(self, name: str) -> Column | None:
        """None: there is no such column."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True)
class Kind(Form):
    """A file of which each row becomes an event of HR's."""

    event: (
        type[EmployeeChanged]
        | type[UnitChanged]
        | type[LeaveChanged]
        | type[ComplaintReceived]
        | type[ServiceMeasured]
    ) = field(kw_only=True)


def optional(
    name: str, read: Callable[[str], Any], empty: Callable[[], Any] = lambda: None
) -> Column:
    return Column(name, read, optional=True, blank=True, empty=empty)


def _nip_has_its_form(facts: Mapping[str, Any]) -> Wrong:
    """Its words never repeat the number."""
    if not facts.get("nip"):
        return None
    wrong = what_is_wrong(plain(facts["nip"]), facts["employment"])
    return ("nip", wrong) if wrong else None


def _leave_ends_after_it_begins(facts: Mapping[str, Any]) -> Wrong:
    if facts["ends_on"] >= facts["starts_on"]:
        return None
    return "ends_on", f"{facts['ends_on']} lies before starts_on, {facts['starts_on']}"


ROSTER = Kind(
    "roster",
    "employee_id",
    (
        Column("employee_id", cells.identifier),
        Column("name", cells.text),
        Column("unit_id", cells.identifier),
        Column("position", cells.text),
        Column("supervisor_id", cells.identifier, blank=True),
        Column("email", cells.email, blank=True),
        Column("employment", cells.text),
        Column("active", cells.boolean),
        optional("nip", cells.text),
        optional("phone", cells.text),
        optional("language", cells.language),
        optional("roles", cells.roles, list),
        optional("appointed_on", cells.day),
        optional("grade", cells.text),
        optional("effective_on", cells.day),
        optional(CHANGED_AT, cells.instant),
    ),
    _nip_has_its_form,
    event=EmployeeChanged,
)

UNITS = Kind(
    "units",
    "unit_id",
    (
        Column("unit_id", cells.identifier),
        Column("name", cells.text),
        Column("parent_id", cells.identifier, blank=True),
        Column("min_on_duty", cells.persons),
        optional("kind", cells.text),
        optional("head_id", cells.identifier),
        optional("min_on_duty_by_position", cells.persons_by_position, dict),
        optional(CHANGED_AT, cells.instant),
    ),
    event=UnitChanged,
)

LEAVE = Kind(
    "leave",
    "leave_id",
    (
        Column("leave_id", cells.identifier),
        Column("employee_id", cells.identifier),
        Column("starts_on", cells.day),
        Column("ends_on", cells.day),
        Column("status", cells.leave_status),
        optional("kind", cells.text),
        optional(CHANGED_AT, cells.instant),
    ),
    _leave_ends_after_it_begins,
    event=LeaveChanged,
)
