"""Events with everything filled in but what a test speaks about."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from shared.events import Event
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import study as st
from shared.events.hours import HoursShort

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)  # 12:00 in Kupang
HOSTILE = (
    "<script>alert('x')</script>",
    "\u202eعبد الرحمن\u202c",
    "Ani\r\nBcc: everybody@office.example\r\n\r\nlost",
    "%(title)s {{ 7 * 7 }} {% raw %}",
    "Nama " * 100,
    "x" * 500,
    "",
)

_numbers = count(1)


def some_id() -> str:
    return f"id-{next(_numbers):06}"


def an_enrolment_event(event: type[Event], **facts: Any) -> Any:
    """Requested, rejected, enrolled or cancelled."""
    given = {
        "occurred_at": NOON,
        "enrolment_id": some_id(),
        "employee_id": "E1",
        "offering_id": "O1",
        "programme_id": "P1",
        "title": "Pelayanan Prima",
    }
    return event(**{**given, **facts})


def an_offering_event(event: type[Event], **facts: Any) -> Any:
    """Changed or cancelled; E1 has a seat and E2 waits."""
    given = {
        "occurred_at": NOON,
        "offering_id": some_id(),
        "programme_id": "P1",
        "title": "Pelayanan Prima",
        "starts_at": NOON + timedelta(days=7),
        "ends_at": NOON + timedelta(days=7, hours=8),
        "venue": "Aula",
        "employee_ids": ["E1", "E2"],
    }
    return event(**{**given, **facts})


def a_certificate_event(event: type[Event], **facts: Any) -> Any:
    """Expiring or revoked."""
    given = {
        "occurred_at": NOON,
        "certificate_id": some_id(),
        "code": "8F3A-12CD",
        "enrolment_id": some_id(),
        "employee_id": "E1",
        "expires_at": NOON + timedelta(days=90),
    }
    return event(**{**given, **facts})


def short_hours(**facts: Any) -> HoursShort:
    """E1 has 7.5 of 20 JP, and plans 4."""
    given = {
        "occurred_at": NOON,
        "notice_id": some_id(),
        "employee_id": "E1",
        "year": 2026,
        "target": 20.0,
        "credited": 7.5,
        "planned": 4.0,
        "short_by": 8.5,
        "due_on": date(2026, 12, 31),
        "unit_id": "U1",
    }
    return HoursShort(**{**given, **facts})


def a_study_event(event: type[Event], **facts: Any) -> Any:
    """Of the study of E1."""
    given = {
        "occurred_at": NOON,
        "study_id": some_id(),
        "employee_id": "E1",
        "programme_id": "P1",
        "title": "Magister",
    }
    return event(**{**given, **facts})


def a_missing_report(step: int, escalated_to: str | None) -> st.StudyReportOverdue:
    return a_study_event(
        st.StudyReportOverdue,
        study_id="S1",
        semester=1,
        due_on=date(2027, 6, 30),
        step=step,
        escalated_to=escalated_to,
    )


def a_completion(**facts: Any) -> en.TrainingCompleted:
    given = {
        "unit_id": "U1",
        "supervisor_id": "E2",
        "programme_kind": "training",
        "competencies": ["pelayanan"],
        "learning_hours": 7.5,
        "completed_at": NOON,
        "score": 87.5,
        "certificate": a_certificate("8F3A-12CD"),
    }
    return an_enrolment_event(en.TrainingCompleted, **{**given, **facts})


def a_certificate(code: str) -> en.Certificate:
    return en.Certificate(certificate_id=some_id(), code=code, expires_at=None)


def a_reversal(**facts: Any) -> en.TrainingCompletionReversed:
    return en.TrainingCompletionReversed(
        **{
            "occurred_at": NOON,
            "enrolment_id": some_id(),
            "employee_id": "E1",
            "programme_id": "P1",
            "title": "Pelayanan Prima",
            "reason": "recorded for the wrong person",
            **facts,
        }
    )


def an_item(level: int, respondent_id: str | None, opens_after_days: int = 0) -> ev.ScheduledItem:
    opens_at = NOON + timedelta(days=opens_after_days)
    return ev.ScheduledItem(
        evaluation_id=some_id(),
        level=level,
        respondent_id=respondent_id,
        opens_at=opens_at,
        due_at=opens_at + timedelta(days=7),
    )


def the_built_in_schedule(**facts: Any) -> ev.EvaluationScheduled:
    """Five evaluations, of which the learner can answer two at once."""
    items = [
        an_item(1, "E1"),
        an_item(2, "E1"),
        an_item(3, "E1", 90),
        an_item(3, "E2", 90),
        an_item(4, None, 180),
    ]
    given = {
        "occurred_at": NOON,
        "enrolment_id": some_id(),
        "employee_id": "E1",
        "programme_id": "P1",
        "title": "Pelayanan Prima",
        "items": items,
    }
    return ev.EvaluationScheduled(**{**given, **facts})


def an_evaluation_event(event: type[Event], **facts: Any) -> Any:
    """Opened, due soon, overdue or cancelled; asked of the supervisor E2 about the learner E1."""
    given = {
        "occurred_at": NOON,
        "evaluation_id": some_id(),
        "enrolment_id": some_id(),
        "employee_id": "E1",
        "respondent_id": "E2",
        "level": 3,
        "due_at": NOON + timedelta(days=7),
        "title": "Pelayanan Prima",
    }
    return event(**{**given, **facts})
