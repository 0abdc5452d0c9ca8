"""What a template is told about an event. Plain types: they are stored, and rendered later.

People are named by id; their names are looked up when a message is read or sent.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import study as st

Data = dict[str, Any]


def naming(*fields: str) -> Callable[[Any, str], Data]:
    """The title, and these fields of the event as they are; days and instants as ISO 8601."""

    def facts(event: Any, reader: str) -> Data:
        return {name: _plain(getattr(event, name)) for name in ("title", *fields)}

    return facts


def planned(event: en.OfferingChanged | en.OfferingCancelled, reader: str) -> Data:
    """When and where an offering takes place, or would have."""
    return {
        "title": event.title,
        "offering_id": event.offering_id,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "venue": event.venue,
    }


def called_off(event: en.OfferingCancelled, reader: str) -> Data:
    return {**planned(event, reader), "reason": event.reason}


def request(event: en.EnrolmentRequested, reader: str) -> Data:
    return {
        "title": event.title,
        "enrolment_id": event.enrolment_id,
        "learner_id": event.employee_id,
    }


def expiring(event: en.CertificateExpiring, reader: str) -> Data:
    """The event does not say of which programme it is."""
    return {"code": event.code, "expires_at": _plain(event.expires_at)}


def revoked(event: en.CertificateRevoked, reader: str) -> Data:
    return {"code": event.code, "reason": event.reason}


def missing_report(event: st.StudyReportOverdue, reader: str) -> Data:
    """The learner's own, or that of somebody the reader leads."""
    return {
        "title": event.title,
        "study_id": event.study_id,
        "learner_id": event.employee_id,
        "semester": event.semester,
        "due_on": event.due_on.isoformat(),
    }


def completion(event: en.TrainingCompleted, reader: str) -> Data:
    """learning_hours: JP; score: points, 0 to 100, or null."""
    return {
        "title": event.title,
        "learning_hours": event.learning_hours,
        "completed_at": event.completed_at.isoformat(),
        "score": event.score,
        "code": event.certificate.code,
        "expires_at": _plain(event.certificate.expires_at),
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


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
