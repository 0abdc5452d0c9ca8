"""Completions and evaluations with everything filled in but what a test speaks about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from services.evaluation.domain.evaluation import Evaluation, Status
from shared.events.enrolment import Certificate, TrainingCompleted
from shared.working_calendar import WorkingCalendar

WITA = ZoneInfo("Asia/Makassar")
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=WITA).astimezone(UTC)
NO_HOLIDAYS = WorkingCalendar(WITA)

_numbers: Iterator[int] = count(1)


def some_id() -> str:
    return f"id-{next(_numbers):06}"


def a_completion(**facts: object) -> TrainingCompleted:
    """Recorded at the moment of completion, unless told otherwise."""
    completed_at = facts.get("completed_at", MONDAY_NOON)
    given = {
        "occurred_at": completed_at,
        "enrolment_id": some_id(),
        "employee_id": "E1",
        "unit_id": "U1",
        "supervisor_id": "E2",
        "programme_id": "P1",
        "programme_kind": "training",
        "title": "Pelayanan prima",
        "offering_id": "O1",
        "competencies": ["pelayanan"],
        "learning_hours": 20.0,
        "completed_at": completed_at,
        "score": 85.0,
        "certificate": Certificate(certificate_id=some_id(), code="C1", expires_at=None),
    }
    return TrainingCompleted(**{**given, **facts})


def an_evaluation(**facts: object) -> Evaluation:
    """Opens in a day, reminds after six, is due after eight."""
    opens_at = MONDAY_NOON + timedelta(days=1)
    evaluation = Evaluation(
        evaluation_id=some_id(),
        enrolment_id="N1",
        employee_id="E1",
        respondent_id="E1",
        level=1,
        title="Pelayanan prima",
        instrument_id="reaction",
        status=Status.SCHEDULED,
        opens_at=opens_at,
        remind_at=opens_at + timedelta(days=5),
        due_at=opens_at + timedelta(days=7),
        next_at=opens_at,
    )
    return replace(evaluation, **facts)
