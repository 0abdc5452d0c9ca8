"""Facts about who stays on duty, published by the enrolment service."""

from dataclasses import dataclass
from datetime import date

from shared.events.enrolment import EXCHANGE
from shared.events.event import Event, Id, Text


@dataclass(frozen=True, kw_only=True)
class ShortDay:
    """A day on which fewer may be on duty than must be.

    day   in the office's zone
    position   of whom there are too few; null: of all
    on_duty   persons who will be there
    min_on_duty   persons who must be
    """

    day: date
    position: Text | None
    on_duty: int
    min_on_duty: int


@dataclass(frozen=True, kw_only=True)
class CoverageShort(Event, name="coverage.short", exchange=EXCHANGE, subject="warning_id"):
    """A counter may be short while somebody of it is in a training; each day is told once.

    warning_id   of this warning
    unit_id   which unit
    unit_name   as people read it
    because   what made it short, in words
    days   in their order
    """

    warning_id: Id
    unit_id: Id
    unit_name: Text
    because: Text
    days: list[ShortDay]
