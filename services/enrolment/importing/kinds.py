"""What can be imported: the columns of a roster, of a list of units and of leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.enrolment.domain.nip import plain, what_is_wrong
from services.enrolment.importing import cells
from shared.events.hr import EmployeeChanged, LeaveChanged, UnitChanged

CHANGED_AT = "changed_at"


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
class Kind:
    """A kind of file. Each row becomes one event about the record that `key` names.

    together   what is wrong between the cells of a row, each of them right: (column, reason)
    """

    name: str
    event: type[EmployeeChanged] | type[UnitChanged] | type[LeaveChanged]
    columns: tuple[Column, ...]
    together: Callable[[Mapping[str, Any]], tuple[str, str] | None] = lambda facts: None

    @property
    def key(self) -> str:
        return self.event.subject_field

    def column(self, name: str) -> Column | None:
        """None: there is no such column."""
        return next((column for column in self.columns if column.name == name), None)


def _optional(
    name: str, read: Callable[[str], Any], empty: Callable[[], Any] = lambda: None
) -> Column:
    return Column(name, read, optional=True, blank=True, empty=empty)


def _nip_has_its_form(facts: Mapping[str, Any]) -> tuple[str, str] | None:
    """Its words never repeat the number."""
    if not facts.get("nip"):
        return None
    wrong = what_is_wrong(plain(facts["nip"]), facts["employment"])
    return ("nip", wrong) if wrong else None


def _leave_ends_after_it_begins(facts: Mapping[str, Any]) -> tuple[str, str] | None:
    if facts["ends_on"] >= facts["starts_on"]:
        return None
    return "ends_on", f"{facts['ends_on']} lies before starts_on, {facts['starts_on']}"


ROSTER = Kind(
    "roster",
    EmployeeChanged,
    (
        Column("employee_id", cells.identifier),
        Column("name", cells.text),
        Column("unit_id", cells.identifier),
        Column("position", cells.text),
        Column("supervisor_id", cells.identifier, blank=True),
        Column("email", cells.email, blank=True),
        Column("employment", cells.text),
        Column("active", cells.boolean),
        _optional("nip", cells.text),
        _optional("phone", cells.text),
        _optional("language", cells.language),
        _optional("roles", cells.roles, list),
        _optional("appointed_on", cells.day),
        _optional("grade", cells.text),
        _optional("effective_on", cells.day),
        _optional(CHANGED_AT, cells.instant),
    ),
    _nip_has_its_form,
)

UNITS = Kind(
    "units",
    UnitChanged,
    (
        Column("unit_id", cells.identifier),
        Column("name", cells.text),
        Column("parent_id", cells.identifier, blank=True),
        Column("min_on_duty", cells.persons),
        _optional("kind", cells.text),
        _optional("head_id", cells.identifier),
        _optional("min_on_duty_by_position", cells.persons_by_position, dict),
        _optional(CHANGED_AT, cells.instant),
    ),
)

LEAVE = Kind(
    "leave",
    LeaveChanged,
    (
        Column("leave_id", cells.identifier),
        Column("employee_id", cells.identifier),
        Column("starts_on", cells.day),
        Column("ends_on", cells.day),
        Column("status", cells.leave_status),
        _optional("kind", cells.text),
        _optional(CHANGED_AT, cells.instant),
    ),
    _leave_ends_after_it_begins,
)

KINDS = {kind.name: kind for kind in (ROSTER, UNITS, LEAVE)}
