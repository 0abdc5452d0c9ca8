"""Requests and answers about people."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

from services.enrolment.domain.nip import masked
from services.enrolment.domain.people import Employee, Unit
from shared.coming_changes import ComingChange
from shared.service.requests import LONGEST_LIST, Id, Listing, Request


class GetEmployee(Request):
    employee_id = Id(required=True)


class ListEmployees(Listing):
    """employee_ids: of these, whoever is known; name: a part of it, upper or lower case.

    nip: finds the one person with this number, by its keyed hash.
    """

    employee_ids = fields.List(Id(), allow_none=True, validate=validate.Length(1, LONGEST_LIST))
    unit_id = Id(allow_none=True)
    supervisor_id = Id(allow_none=True)
    name = fields.String(allow_none=True, validate=validate.Length(1, 200))
    active = fields.Boolean(allow_none=True, truthy={True}, falsy={False})
    nip = fields.String(allow_none=True, validate=validate.Length(1, 64))


class ListUnits(Listing):
    pass


def unit_view(unit: Unit) -> dict[str, Any]:
    names = ("unit_id", "name", "parent_id", "head_id")
    return {name: getattr(unit, name) for name in names}


def employee_view(employee: Employee, nip: str | None) -> dict[str, Any]:
    """The number only masked."""
    return vars(employee) | {
        "roles": list(employee.roles),
        "appointed_on": employee.appointed_on.isoformat() if employee.appointed_on else None,
        "nip": masked(nip) if nip else None,
    }


def ahead_view(changes: Sequence[ComingChange]) -> list[dict[str, Any]]:
    """What will change, and when."""
    return [
        {
            "effective_on": change.effective_on.isoformat(),
            "unit_id": change.facts["unit_id"],
            "position": change.facts["position"],
            "supervisor_id": change.facts["supervisor_id"],
            "active": change.facts["active"],
        }
        for change in changes
    ]
