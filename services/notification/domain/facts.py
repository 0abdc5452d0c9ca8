"""What a template is told about an event. Plain types: they are stored, and rendered later.

People are named by id; their names are looked up when a message is read or sent.
"""

from typing import Any

from shared.events import enrolment as en
from shared.events import evaluation as ev

Data = dict[str, Any]


def request(event: en.EnrolmentRequested, reader: str) -> Data:
    return {
        "title": event.title,
        "enrolment_id": event.enrolment_id,
        "learner_id": event.employee_id,
    }


def seat(event: en.EnrolmentEnrolled, reader: str) -> Data:
    return {"title": event.title}


def decision(event: Any, reader: str) -> Data:
    """What ended, and why."""
    return {"title": event.title, "reason": event.reason}


def completion(event: en.TrainingCompleted, reader: str) -> Data:
    """learning_hours: JP; score: points, 0 to 100, or null."""
    expires_at = event.certificate.expires_at
    return {
        "title": event.title,
        "learning_hours": event.learning_hours,
        "completed_at": event.completed_at.isoformat(),
        "score": event.score,
        "code": event.certificate.code,
        "expires_at": expires_at.isoformat() if expires_at else None,
    }


def what_is_open(event: ev.EvaluationScheduled, reader: str) -> Data:
    """Those evaluations of the schedule that this reader can answer now."""
    items = [item for item in open_items(event) if item.respondent_id == reader]
    return {
        "title": event.title,
        "learner_id": event.employee_id,
        "items": [
            {
                "evaluation_id": item.evaluation_id,
                "level": item.level,
                "due_at": item.due_at.isoformat(),
            }
            for item in items
        ],
    }


def evaluation(event: Any, reader: str) -> Data:
    """One evaluation. level: Kirkpatrick, 1 to 4."""
    return {
        "title": event.title,
        "learner_id": event.employee_id,
        "evaluation_id": event.evaluation_id,
        "level": event.level,
        "due_at": event.due_at.isoformat(),
    }


def open_items(event: ev.EvaluationScheduled) -> list[ev.ScheduledItem]:
    """Evaluations that were open already when they were scheduled."""
    return [item for item in event.items if item.opens_at <= event.occurred_at]
