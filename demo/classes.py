"""Short classes beside the main one: one morning, some working days after it."""

from datetime import datetime, time
from typing import Any

from demo.money import budget_for
from demo.office import Item
from demo.stage import Stage
from shared.office_calendar import office_calendar

_OPENS, _CLOSES = time(8), time(12)


def save_short_programme(stage: Stage, title: str, **more: Any) -> Item:
    """Four hours of training, as the service answered."""
    saved: Item = stage.office.call(
        "enrolment",
        "save_programme",
        title=title,
        kind="training",
        learning_hours=4,
        competencies=["pelayanan publik"],
        cost_per_participant=250_000,
        **more,
    )
    return saved


def schedule_short_class(
    stage: Stage, programme_id: str, days_after: int, seats: int, since: datetime | None = None
) -> Item:
    """days_after: working days after an instant, by default the end of the main class."""
    after = since or datetime.fromisoformat(stage.offering["ends_at"])
    calendar = office_calendar(stage.settings.time_zone, stage.settings.holiday_overrides)
    day = stage.local(calendar.working_days_after(after, days_after)).date()
    meeting = {
        name: datetime.combine(day, at, stage.settings.time_zone).isoformat()
        for name, at in (("starts_at", _OPENS), ("ends_at", _CLOSES))
    }
    scheduled: Item = stage.office.call(
        "enrolment",
        "schedule_offering",
        programme_id=programme_id,
        meetings=[meeting],
        capacity=seats,
        min_participants=1,
        budget_id=budget_for(stage, meeting),
    )
    return scheduled
