"""What is typed about an offering's meetings, read in the office's zone."""

from datetime import datetime, timedelta
from typing import Any

from services.portal.visit import Visit
from services.portal.words.marking import marked

_WRONG = marked("Please give a day and a time.")
_BACKWARDS = marked("The end must come after the beginning.")
_MOST_DAYS = 60


def meetings_of(visit: Visit) -> dict[str, str]:
    """The fields as they were typed."""
    names = ("first_day", "last_day", "starts", "ends")
    usual = {"starts": "08:00", "ends": "16:00"}
    return {name: visit.field(name) or usual.get(name, "") for name in names}


def schedule_from(visit: Visit) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The arguments of `schedule_offering`, and what is wrong by field."""
    meetings, errors = _meetings(visit)
    asked: dict[str, Any] = {
        "programme_id": visit.field("programme_id"),
        "meetings": meetings,
        "capacity": _whole(visit, "capacity", errors),
        "min_participants": _whole(visit, "min_participants", errors),
    }
    for name in ("venue", "budget_id"):
        if visit.field(name):
            asked[name] = visit.field(name)
    if visit.field("enrol_by"):
        try:
            asked["enrol_by"] = _instant(visit, visit.field("enrol_by"), "23:59").isoformat()
        except ValueError:
            errors["enrol_by"] = [_WRONG]
    return asked, errors


def _meetings(visit: Visit) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """One on each day of a stretch, at the same hours."""
    typed = meetings_of(visit)
    try:
        first = _instant(visit, typed["first_day"], typed["starts"])
        last = _instant(visit, typed["last_day"] or typed["first_day"], typed["starts"])
        end = _instant(visit, typed["first_day"], typed["ends"])
    except ValueError:
        return [], {"first_day": [_WRONG]}
    days = (last.date() - first.date()).days
    if not 0 <= days < _MOST_DAYS or end <= first:
        return [], {"first_day": [_BACKWARDS]}
    return [
        {
            "starts_at": (first + timedelta(days=number)).isoformat(),
            "ends_at": (end + timedelta(days=number)).isoformat(),
        }
        for number in range(days + 1)
    ], {}


def _instant(visit: Visit, day: str, time: str) -> datetime:
    naive = datetime.strptime(f"{day} {time}", "%Y-%m-%d %H:%M")  # noqa: DTZ007  (zone follows)
    return naive.replace(tzinfo=visit.words.forms.zone)


def _whole(visit: Visit, name: str, errors: dict[str, list[str]]) -> int:
    text = visit.field(name)
    if text.isdecimal():
        return int(text)
    errors[name] = ["Not a valid number."]
    return 0
