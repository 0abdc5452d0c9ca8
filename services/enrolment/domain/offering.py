"""Offerings: when and where a programme is given, and whether it takes place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.enrolment.domain.programme import Programme
from shared.errors import Conflict, ValidationError
from shared.events import enrolment as events
from shared.events.enrolment import OfferingCancelled, OfferingChanged, OfferingScheduled

_MOST_NAMED = 5
_ANNOUNCED = (
    "meetings",
    "venue",
    "capacity",
    "min_participants",
    "enrol_by",
    "resource_ids",
    "budget_id",
    "travel_days_before",
    "travel_days_after",
    "decide_by",
)


class OfferingStatus(StrEnum):
    """Whether an offering takes place: announced, certain, or not at all."""

    SCHEDULED = "scheduled"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One stretch of an offering, from instant to instant. venue: None where the offering is."""

    starts_at: datetime
    ends_at: datetime
    venue: str | None = None


@dataclass(frozen=True, kw_only=True)
class Booking:
    """A room or a trainer, held by one meeting of an offering."""

    resource_id: str
    offering_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Offering:
    """A scheduled delivery of a programme.

    capacity           seats
    min_participants   below which it is not worth giving
    resource_ids       rooms and trainers that it needs in all its meetings
    budget_id          what pays for it; None: nobody asks
    travel_days_before, travel_days_after   days on the road, for every learner
    decide_by          when it is called off with fewer than min_participants; None: never
    next_at            when the office has to look at it: to confirm it or call it off
    enrol_by           no requests after this instant; None: until the last meeting ends
    """

    offering_id: str
    programme: Programme
    meetings: tuple[Meeting, ...]
    capacity: int
    min_participants: int
    venue: str | None = None
    enrol_by: datetime | None = None
    resource_ids: tuple[str, ...] = ()
    budget_id: str | None = None
    travel_days_before: int = 0
    travel_days_after: int = 0
    decide_by: datetime | None = None
    next_at: datetime | None = None
    status: OfferingStatus = OfferingStatus.SCHEDULED
    reason: str | None = None
    seats_taken: int = field(default=0)

    @property
    def starts_at(self) -> datetime:
        return self.meetings[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return max(meeting.ends_at for meeting in self.meetings)

    @property
    def travel_days(self) -> int:
        return self.travel_days_before + self.travel_days_after

    @property
    def free_seats(self) -> int:
        return max(0, self.capacity - self.seats_taken)


def schedule(offering: Offering, at: datetime) -> OfferingScheduled:
    """Announce an offering, which may lie in the past. Raises ValidationError."""
    _makes_sense(offering)
    competencies = list(offering.programme.competencies)
    return OfferingScheduled(**_about(offering, at), competencies=competencies)


def change(
    before: Offering, after: Offering, employee_ids: Sequence[str], at: datetime
) -> OfferingChanged:
    """Announce other times, another place or other seats. Raises ValidationError, Conflict.

    employee_ids   who has a seat or waits for one: they keep it
    """
    _makes_sense(after)
    is_not_cancelled(before)
    keeps_its_programme(before, after)
    has_a_seat_for_everyone_seated(after)
    return OfferingChanged(
        **_about(after, at), employee_ids=list(employee_ids), changed=what_differs(before, after)
    )


def what_differs(before: Offering, after: Offering) -> list[str]:
    """The facts of an offering that are others now, by name; nothing that follows from them."""
    return [name for name in _ANNOUNCED if getattr(before, name) != getattr(after, name)]


def cancel(
    offering: Offering, employee_ids: Sequence[str], *, reason: str, at: datetime
) -> tuple[Offering, OfferingCancelled]:
    """Announce that an offering will not take place. Raises Conflict."""
    is_not_cancelled(offering)
    cancelled = replace(offering, status=OfferingStatus.CANCELLED, reason=reason, next_at=None)
    told = OfferingCancelled(**_about(offering, at), employee_ids=list(employee_ids), reason=reason)
    return cancelled, told


def resources_are_free(taken: Sequence[Booking]) -> None:
    """taken   bookings by other offerings at the same time"""
    if taken:
        words = "; ".join(
            f"{one.resource_id} from {one.starts_at.isoformat()} to {one.ends_at.isoformat()} "
            f"by offering {one.offering_id}"
            for one in taken[:_MOST_NAMED]
        )
        raise Conflict(f"booked already: {words}; choose another time, or another one")


def to_be_decided(offering: Offering, at: datetime) -> Offering:
    """When to say whether it takes place: on the go/no-go date, else when it begins.

    Raises ValidationError for a date that is over, or after the beginning.
    """
    if offering.status is not OfferingStatus.SCHEDULED:
        return replace(offering, next_at=None)
    if offering.decide_by is not None and not at < offering.decide_by <= offering.starts_at:
        reason = {"decide_by": ["must lie ahead, and before the first meeting"]}
        raise ValidationError("it could never be decided whether it takes place", reason)
    return replace(offering, next_at=offering.decide_by or offering.starts_at)


def confirm(offering: Offering) -> Offering:
    """It takes place: whatever was reserved is owed from now on."""
    return replace(offering, status=OfferingStatus.CONFIRMED, next_at=None)


def has_too_few(offering: Offering) -> str | None:
    """Why it does not take place, where nobody set another rule; None: it does."""
    if offering.decide_by is None or offering.seats_taken >= offering.min_participants:
        return None
    return (
        f"{offering.seats_taken} of at least {offering.min_participants} participants "
        "by the day of the decision"
    )


def is_not_cancelled(offering: Offering) -> None:
    if offering.status is OfferingStatus.CANCELLED:
        why = f" ({offering.reason})" if offering.reason else ""
        raise Conflict(f"the offering was cancelled{why}; schedule a new one")


def keeps_its_programme(before: Offering, after: Offering) -> None:
    if before.programme.programme_id != after.programme.programme_id:
        raise Conflict(
            "an announced offering keeps its programme "
            f"({before.programme.programme_id}); cancel it and schedule another"
        )


def has_a_seat_for_everyone_seated(offering: Offering) -> None:
    if offering.seats_taken > offering.capacity:
        raise Conflict(
            f"{offering.seats_taken} seats are taken: the capacity cannot be {offering.capacity} "
            "before somebody gives up a seat"
        )


def keeps_its_times_once_results_are_recorded(
    before: Offering, after: Offering, results: int
) -> None:
    """results   how many learners have completed it, or not"""
    if results and before.meetings != after.meetings:
        raise Conflict(f"results are recorded for {results} learners: the meetings are history")


def has_no_results_yet(results: int) -> None:
    """results   how many learners have completed it, or not"""
    if results:
        raise Conflict(
            f"results are recorded for {results} learners: reverse them before cancelling"
        )


def has_not_ended(offering: Offering, at: datetime) -> None:
    if at >= offering.ends_at:
        raise Conflict(f"the last meeting ended at {offering.ends_at.isoformat()}")


def _makes_sense(offering: Offering) -> None:
    for number, meeting in enumerate(offering.meetings):
        if meeting.ends_at <= meeting.starts_at:
            reason = {f"meetings.{number}.ends_at": ["must be after starts_at"]}
            raise ValidationError("a meeting must end after it starts", reason)
    if offering.min_participants > offering.capacity:
        reason = {"min_participants": ["must not exceed the capacity"]}
        raise ValidationError("the offering could never take place", reason)


def _about(offering: Offering, at: datetime) -> dict[str, Any]:
    """What every event of an offering says."""
    return {
        "occurred_at": at,
        "offering_id": offering.offering_id,
        "programme_id": offering.programme.programme_id,
        "title": offering.programme.title,
        "starts_at": offering.starts_at,
        "ends_at": offering.ends_at,
        "venue": offering.venue,
        "meetings": [
            events.Meeting(starts_at=one.starts_at, ends_at=one.ends_at, venue=one.venue)
            for one in offering.meetings
        ],
    }
