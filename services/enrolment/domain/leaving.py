"""Giving up a seat: which reasons there are, and when it is too late to get the money back."""

from datetime import datetime
from typing import Literal

from services.enrolment.domain.offering import Offering
from shared.working_calendar import WorkingCalendar

CancelCode = Literal["illness", "duty", "family", "transfer", "left", "error", "other"]
EXCUSED: tuple[CancelCode, ...] = ("illness", "duty", "transfer", "left", "error")
"""Whoever gives up a seat for one of these is never late: it was not their choice."""


def is_late(
    offering: Offering,
    code: CancelCode,
    calendar: WorkingCalendar,
    *,
    working_days: int,
    at: datetime,
) -> bool:
    """Whether the seat is given up too late to be saved, without an excuse.

    working_days   how long before the first meeting it can still be given up freely
    """
    if code in EXCUSED:
        return False
    return at > calendar.working_days_before(offering.starts_at, working_days)
