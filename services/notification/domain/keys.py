"""What makes two events the same matter, the same moment or the same occasion: see occasions.py."""

from typing import Any

from shared.events import evaluation as ev
from shared.events import hr


def of_the_programme(event: Any) -> str:
    return f"programme {event.programme_id}"


def of_the_completion(event: Any) -> str:
    return f"completion {event.enrolment_id}"


def of_the_report(event: Any) -> str:
    return f"{event.semester}, due {event.due_on}"


def reminder_of_a_day(event: ev.EvaluationDueSoon) -> str:
    """A policy may remind of the same due date several times, on several days."""
    return f"{event.due_at.isoformat()}, told on {event.occurred_at:%Y-%m-%d}"


def of_its_kind_that_day(event: hr.MessageParked) -> str:
    """What breaks an interface breaks all its messages: one alarm a day says so."""
    return f"{event.parked_by} {event.source} {event.type} {event.occurred_at:%Y-%m-%d}"
