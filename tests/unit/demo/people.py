"""Builders for rosters as HR's events."""

from datetime import UTC, datetime
from typing import Any

from shared.events.hr import EmployeeChanged, UnitChanged

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


def a_person(employee_id: str, supervisor_id: str | None = None, **facts: Any) -> EmployeeChanged:
    return EmployeeChanged(
        **{
            "occurred_at": LONG_AGO,
            "employee_id": employee_id,
            "name": f"Pegawai {employee_id}",
            "unit_id": "U1",
            "position": "Staf",
            "supervisor_id": supervisor_id,
            "email": f"{employee_id.lower()}@office.example",
            "employment": "PNS",
            "active": True,
            "changed_at": LONG_AGO,
            **facts,
        }
    )


def a_unit(unit_id: str, head_id: str | None) -> UnitChanged:
    return UnitChanged(
        occurred_at=LONG_AGO,
        unit_id=unit_id,
        name=f"Unit {unit_id}",
        parent_id=None,
        min_on_duty=1,
        changed_at=LONG_AGO,
        head_id=head_id,
    )


def an_office(staff: int = 5) -> list[EmployeeChanged]:
    """A head and so many people who report to the head."""
    return [a_person("HEAD"), *(a_person(f"S{number}", "HEAD") for number in range(staff))]
