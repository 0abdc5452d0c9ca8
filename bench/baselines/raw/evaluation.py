"""Schedules the five evaluations of each completion of a batch."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bench.baselines import rules
from bench.baselines.raw import database

COLUMNS = (
    "evaluation_id",
    "enrolment_id",
    "employee_id",
    "programme_id",
    "title",
    "level",
    "respondent_id",
    "status",
    "opens_at",
    "due_at",
)


def handle(cursor, events: list[tuple[str, dict]]) -> None:
    """Evaluation rows and their evaluation.scheduled, in the caller's transaction."""
    now = datetime.now(UTC)
    schedules = [
        rules.evaluation_scheduled(data, now)
        for name, data in events
        if name == "training.completed"
    ]
    database.insert(cursor, "evaluation", COLUMNS, _rows(schedules, now))
    database.send(
        cursor,
        [("evaluation.scheduled", schedule["enrolment_id"], 1, schedule) for schedule in schedules],
    )


def _rows(schedules: list[dict], now: datetime) -> Iterator[tuple]:
    for schedule in schedules:
        for item in schedule["items"]:
            yield (
                item["evaluation_id"],
                schedule["enrolment_id"],
                schedule["employee_id"],
                schedule["programme_id"],
                schedule["title"],
                item["level"],
                item["respondent_id"],
                rules.evaluation_status(item, now),
                item["opens_at"],
                item["due_at"],
            )
