"""What can be imported: the columns of a roster and of a list of units."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.enrolment.importing import cells
from shared.events.hr import EmployeeChanged, UnitChanged

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
    """A kind of file. Each row becomes one event about the record that `key` names."""

    name: str
    event: type[EmployeeChanged] | type[UnitChanged]
    columns: tuple[Column, ...]

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

KINDS = {kind.name: kind for kind in (ROSTER, UNITS)}
