"""What callers may send about a person's calendar, and what they get."""

from typing import Any

from marshmallow import fields

from shared.service.requests import Id, Request


class GetCalendar(Request):
    """serial: of the address by which somebody asks; left out: asked by the office itself."""

    employee_id = Id(required=True)
    serial = fields.Integer(strict=True, load_default=None, allow_none=True)


class GetCalendarLink(Request):
    employee_id = Id(required=True)


class RenewCalendarLink(Request):
    employee_id = Id(required=True)


class RevokeCalendarLink(Request):
    employee_id = Id(required=True)


def link_view(employee_id: str, serial: int | None) -> dict[str, Any]:
    """serial: what the address is signed over; null: there is none, it was revoked."""
    return {"employee_id": employee_id, "serial": serial}


def calendar_view(employee_id: str, text: str) -> dict[str, Any]:
    """ics: iCalendar text, for a file or a subscription."""
    return {"employee_id": employee_id, "ics": text}
