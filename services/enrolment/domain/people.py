"""Employees and units as HR knows them, and who decides for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

OFFICER = "officer"


@dataclass(frozen=True, kw_only=True)
class Employee:
    """A civil servant.

    roles          what they may do here (`officer`: runs the training office)
    appointed_on   first day in service; None: HR has not said
    grade          rank, as III/c; None: HR has not said
    """

    employee_id: str
    name: str
    unit_id: str
    position: str
    supervisor_id: str | None
    employment: str
    active: bool
    roles: tuple[str, ...] = field(default=())
    appointed_on: date | None = None
    grade: str | None = None

    @property
    def is_officer(self) -> bool:
        return self.active and OFFICER in self.roles


@dataclass(frozen=True, kw_only=True)
class Unit:
    """An organisational unit and who leads it."""

    unit_id: str
    name: str
    parent_id: str | None
    head_id: str | None


class Hierarchy:
    """Who stands above whom. Both mappings hold everyone who may be asked about."""

    def __init__(self, employees: Mapping[str, Employee], units: Mapping[str, Unit]):
        self._employees = employees
        self._units = units

    def supervisor_of(self, employee: Employee) -> str | None:
        """Whom HR names, else the head of the unit, else the head of a unit above.

        Nobody is their own supervisor, and someone who left supervises no one. None where
        there is nobody: a training officer steps in.
        """
        candidates = [employee.supervisor_id, *self._heads_above(employee.unit_id)]
        return next((one for one in candidates if self._can_supervise(one, employee)), None)

    def _can_supervise(self, candidate: str | None, employee: Employee) -> bool:
        if candidate is None or candidate == employee.employee_id:
            return False
        return candidate in self._employees and self._employees[candidate].active

    def _heads_above(self, unit_id: str) -> list[str | None]:
        heads: list[str | None] = []
        seen: set[str] = set()
        unit = self._units.get(unit_id)
        while unit is not None and unit.unit_id not in seen:
            seen.add(unit.unit_id)
            heads.append(unit.head_id)
            unit = self._units.get(unit.parent_id or "")
        return heads
