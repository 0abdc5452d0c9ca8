"""Programmes, and the offerings in which they are given."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from shared.errors import ValidationError
from shared.events.enrolment import OfferingScheduled

ProgrammeKind = Literal["training", "degree"]


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What can be learned.

    learning_hours            JP (45 minutes each) credited on completion
    cost_per_participant      rupiah
    prerequisites             programmes that must have been completed before
    pass_score                points (0-100) below which a completion is refused; None: no test
    min_attendance_share      0-1, applied where attendance was recorded; None: no minimum
    certificate_valid_months  None: the certificate does not expire
    """

    programme_id: str
    title: str
    kind: ProgrammeKind
    learning_hours: float
    competencies: tuple[str, ...]
    cost_per_participant: int
    provider: str | None = None
    prerequisites: tuple[str, ...] = ()
    pass_score: float | None = None
    min_attendance_share: float | None = None
    certificate_valid_months: int | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One stretch of an offering, from instant to instant."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Offering:
    """A scheduled delivery of a programme.

    capacity           seats
    min_participants   below which it is not worth giving
    enrol_by           no requests after this instant; None: until the last meeting ends
    """

    offering_id: str
    programme: Programme
    meetings: tuple[Meeting, ...]
    capacity: int
    min_participants: int
    venue: str | None = None
    enrol_by: datetime | None = None
    seats_taken: int = field(default=0)

    @property
    def starts_at(self) -> datetime:
        return self.meetings[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return max(meeting.ends_at for meeting in self.meetings)

    @property
    def has_a_free_seat(self) -> bool:
        return self.seats_taken < self.capacity


def schedule(offering: Offering, at: datetime) -> OfferingScheduled:
    """Announce an offering, which may lie in the past. Raises ValidationError."""
    for number, meeting in enumerate(offering.meetings):
        if meeting.ends_at <= meeting.starts_at:
            reason = {f"meetings.{number}.ends_at": ["must be after starts_at"]}
            raise ValidationError("a meeting must end after it starts", reason)
    if offering.min_participants > offering.capacity:
        reason = {"min_participants": ["must not exceed the capacity"]}
        raise ValidationError("the offering could never take place", reason)
    return OfferingScheduled(
        occurred_at=at,
        offering_id=offering.offering_id,
        programme_id=offering.programme.programme_id,
        title=offering.programme.title,
        starts_at=offering.starts_at,
        ends_at=offering.ends_at,
        venue=offering.venue,
    )
