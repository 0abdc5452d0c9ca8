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


def schedule_short_class(stage: Stage, programme: Item, days_after: int, seats: int) -> Item:
    """days_after: working days after the main class, so that it begins on one."""
    ends_at = datetime.fromisoformat(stage.offering["ends_at"])
    calendar = office_calendar(stage.settings.time_zone, stage.settings.holiday_overrides)
    day = stage.local(calendar.working_days_after(ends_at, days_after)).date()
    meeting = {
        name: datetime.combine(day, at, stage.settings.time_zone).isoformat()
        for name, at in (("starts_at", _OPENS), ("ends_at", _CLOSES))
    }
    scheduled: Item = stage.office.call(
        "enrolment",
        "schedule_offering",
        programme_id=programme["programme_id"],
        meetings=[meeting],
        capacity=seats,
        min_participants=1,
        budget_id=budget_for(stage, meeting),
    )
    return scheduled
