"""Requests and answers about learning hours."""

from typing import Any

from services.enrolment.domain.hours import HoursEntry, HoursTarget
from services.enrolment.schemas.common import whole
from shared.service.requests import Id, Request


class GetLearningHours(Request):
    employee_id = Id(required=True)
    year = whole(1945, 9999, required=True)


def hours_view(entries: list[HoursEntry], target: HoursTarget | None) -> dict[str, Any]:
    """earned, target: JP; target None where none is in force."""
    return {
        "earned": round(sum(entry.hours for entry in entries), 2),
        "target": target.hours if target else None,
        "entries": [
            vars(entry) | {"source": entry.source, "entered_at": entry.entered_at.isoformat()}
            for entry in entries
        ],
    }
