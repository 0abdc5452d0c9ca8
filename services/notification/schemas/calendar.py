"""What callers may send about a person's calendar, and what they get."""

from typing import Any

from shared.service.requests import Id, Request


class GetCalendar(Request):
    employee_id = Id(required=True)


def calendar_view(employee_id: str, text: str) -> dict[str, Any]:
    """ics: iCalendar text, for a file or a subscription."""
    return {"employee_id": employee_id, "ics": text}
