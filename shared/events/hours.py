"""Facts about the learning hours (JP) of a year, published by the enrolment service."""

from dataclasses import dataclass
from datetime import date

from shared.events.enrolment import EXCHANGE
from shared.events.event import Event, Id


@dataclass(frozen=True, kw_only=True)
class _AboutHours:
    """notice_id   of this notice: about one person at one checkpoint of the year
    employee_id   whose hours
    year   in which they are to be reached
    credited   JP that were completed, or confirmed by an officer
    planned   JP of seats in offerings that end in the year
    """

    notice_id: Id
    employee_id: Id
    year: int
    credited: float
    planned: float


@dataclass(frozen=True, kw_only=True)
class HoursShort(_AboutHours, Event, name="hours.short", exchange=EXCHANGE, subject="notice_id"):
    """Late in the year, somebody has and plans fewer learning hours than the year asks for.

    target   JP that are to be reached
    short_by   JP that are still to be planned
    due_on   last day on which they count for this year
    unit_id   where the person works
    """

    target: float
    short_by: float
    due_on: date
    unit_id: Id


@dataclass(frozen=True, kw_only=True)
class HoursEnough(_AboutHours, Event, name="hours.enough", exchange=EXCHANGE, subject="notice_id"):
    """What `hours.short` said is not true any more.

    target   JP that are to be reached; null: none are asked for any more
    """

    target: float | None
