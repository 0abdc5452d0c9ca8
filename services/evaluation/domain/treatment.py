"""When a unit counts as trained. Persons are trained, units are measured."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

RECORDING_TIME = timedelta(days=14)
"""How long the seats of an offering that was recorded after it began may still come in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Offering:
    """A delivery of a programme, as evaluation copies it from enrolment.

    recorded_at   when it became known here
    eligible      active employees by unit when its clock started; None: not fixed yet
    next_at       when that is fixed; None: it is fixed, or the offering is cancelled
    """

    offering_id: str
    programme_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    competencies: tuple[str, ...]
    recorded_at: datetime
    cancelled_at: datetime | None = None
    eligible: Mapping[str, int] | None = None
    next_at: datetime | None = None

    @property
    def recorded_late(self) -> bool:
        """Whether it had begun before anybody recorded it."""
        return self.recorded_at > self.starts_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """unit_id    where its holder served when the clock started; None: nowhere, as far as is known
    seated_at  when the seat was given; None: it never was, as far as is known
    ended_at   when it was given up
    completed  whether the training was completed
    """

    employee_id: str
    unit_id: str | None
    seated_at: datetime | None
    ended_at: datetime | None
    completed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """A unit in one offering: how many could have had a seat, had one, and completed."""

    eligible: int
    seated: int
    completed: int

    @property
    def seated_share(self) -> float:
        return self.seated / self.eligible if self.eligible else 0.0

    @property
    def completed_share(self) -> float:
        """The dose."""
        return self.completed / self.eligible if self.eligible else 0.0


def fixes_at(starts_at: datetime, recorded_at: datetime) -> datetime:
    """When it is settled which units an offering treats: at its first meeting.

    What is recorded after the first meeting gets its seats later: they are waited for.
    """
    return recorded_at + RECORDING_TIME if recorded_at > starts_at else starts_at


def held_at_first_meeting(seat: Seat, offering: Offering) -> bool:
    """Whether a seat counts. What happens later (no-shows, transfers) changes nothing.

    Of an offering that was recorded late, the seats that were not taken back count.
    """
    if seat.seated_at is None:
        return False
    if offering.recorded_late:
        return seat.ended_at is None
    given_up = seat.ended_at is not None and seat.ended_at <= offering.starts_at
    return seat.seated_at <= offering.starts_at and not given_up


def staff_of(
    offering: Offering, seats: Iterable[Seat], eligible: Mapping[str, int]
) -> dict[str, Staff]:
    """The units with seats in an offering.

    eligible   active employees by unit when the clock starts
    """
    counting = [
        seat for seat in seats if seat.unit_id is not None and held_at_first_meeting(seat, offering)
    ]
    seated = Counter(seat.unit_id for seat in counting)
    completed = Counter(seat.unit_id for seat in counting if seat.completed)
    return {
        unit_id: Staff(
            eligible=max(eligible.get(unit_id, 0), count),
            seated=count,
            completed=completed[unit_id],
        )
        for unit_id, count in seated.items()
        if unit_id is not None
    }


def treated(staff: Mapping[str, Staff], share: float) -> dict[str, Staff]:
    """The units of which at least this share (0-1) of the eligible staff has seats."""
    return {unit_id: one for unit_id, one in staff.items() if one.seated_share >= share}
