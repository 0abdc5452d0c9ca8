"""What a template is told about an event. Plain types: they are stored, and rendered later.

People are named by id; their names are looked up when a message is read or sent.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from shared.events import certificate as ce
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import hr
from shared.events import study as st
from shared.events.coverage import CoverageShort
from shared.events.hours import HoursShort

Data = dict[str, Any]

_MOST_DAYS = 10


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


def expiring(event: ce.CertificateExpiring, reader: str) -> Data:
    """The event does not say of which programme it is."""
    return {"code": event.code, "expires_at": _plain(event.expires_at)}


def revoked(event: ce.CertificateRevoked, reader: str) -> Data:
    return {"code": event.code, "reason": event.reason}


def short_hours(event: HoursShort, reader: str) -> Data:
    """All but the year and the last day in JP."""
    names = ("year", "target", "credited", "planned", "short_by")
    return {**{name: getattr(event, name) for name in names}, "due_on": event.due_on.isoformat()}


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


def unanswered(event: ev.EvaluationOverdue, reader: str) -> Data:
    """One evaluation; whoever is to ask for it is told of the respondent instead of the learner."""
    escalated = reader != event.respondent_id
    about = evaluation(event, reader)
    return {
        **about,
        "learner_id": event.respondent_id if escalated else event.employee_id,
        "escalated": escalated,
    }


def short_cover(event: CoverageShort, reader: str) -> Data:
    """days: the first ones; more: how many are left out"""
    shown = event.days[:_MOST_DAYS]
    return {
        "unit": event.unit_name,
        "because": event.because,
        "days": [
            {
                "day": one.day.isoformat(),
                "position": one.position,
                "on_duty": one.on_duty,
                "min_on_duty": one.min_on_duty,
            }
            for one in shown
        ],
        "more": len(event.days) - len(shown),
    }


def finding(event: ev.EffectMeasured, reader: str) -> Data:
    """What a study found. estimate, ci_low, ci_high: in unit_of_measure, or null"""
    names = ("metric", "verdict", "estimate", "ci_low", "ci_high", "unit_of_measure", "revision")
    facts = {name: getattr(event, name) for name in (*names, "n_treated", "n_comparison")}
    return {**facts, "warnings": [one.text for one in event.warnings]}


def parked(event: hr.MessageParked, reader: str) -> Data:
    """type: of the message; parked_id: of the first one of the day"""
    names = ("type", "source", "reason", "parked_by", "parked_id")
    return {name: getattr(event, name) for name in names}


def open_items(event: ev.EvaluationScheduled) -> list[ev.ScheduledItem]:
    """Evaluations that were open already when they were scheduled."""
    return [item for item in event.items if item.opens_at <= event.occurred_at]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
