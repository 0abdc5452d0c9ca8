"""Service continuity: how many must be on duty each day, and who may go without emptying a counter.

Only working days count, and only those still ahead: what took place empties nothing any more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.enrolment.domain.offering import Meeting, Offering
from shared.errors import Conflict
from shared.working_calendar import WorkingCalendar

_MOST_NAMED = 5


class CoverageShort(Conflict):
    """Somebody's going would leave too few on duty."""


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """What a unit needs each day. position: None for all of it together."""

    position: str | None
    persons: int


@dataclass(frozen=True, kw_only=True)
class Away:
    """Why somebody does not work on a day. kind: training, leave, study, …; about: its id."""

    employee_id: str
    kind: str
    about: str


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """Too few on a day. already: without the person who asks, too."""

    day: date
    minimum: Minimum
    on_duty: int
    already: bool = False


@dataclass(kw_only=True)
class Roll:
    """Who of a unit is there on which day.

    positions   of everybody in active service, by employee
    away        by day and employee
    """

    unit_id: str
    name: str
    minima: Sequence[Minimum]
    positions: Mapping[str, str]
    away: dict[date, dict[str, Away]] = field(default_factory=dict)

    def send(self, away: Away, days: Iterable[date]) -> None:
        """From now on, somebody is away on these days."""
        for day in days:
            self.away.setdefault(day, {}).setdefault(away.employee_id, away)

    def on_duty(self, day: date, position: str | None = None) -> int:
        """How many are there; in one position, or in all."""
        absent = self.away.get(day, {})
        return sum(
            1
            for employee_id, held in self.positions.items()
            if employee_id not in absent and position in (None, held)
        )

    def is_there(self, employee_id: str, day: date) -> bool:
        return employee_id in self.positions and employee_id not in self.away.get(day, {})

    def shortages(self, day: date) -> list[Shortage]:
        """Where the unit is short on a day, whoever may ask."""
        counted = [(one, self.on_duty(day, one.position)) for one in self.minima]
        return [
            Shortage(day=day, minimum=one, on_duty=present, already=True)
            for one, present in counted
            if present < one.persons
        ]

    def broken_by(self, employee_id: str, days: Iterable[date]) -> list[Shortage]:
        """What would be short if somebody went: only where their going makes the difference.

        Who is away anyway takes nobody from the counter, and a position that is short already
        holds back no one of another position.
        """
        short = []
        for day in days:
            if not self.is_there(employee_id, day):
                continue
            for one in self.minima:
                if one.position not in (None, self.positions[employee_id]):
                    continue
                present = self.on_duty(day, one.position)
                if present - 1 < one.persons:
                    short.append(
                        Shortage(
                            day=day,
                            minimum=one,
                            on_duty=present - 1,
                            already=present < one.persons,
                        )
                    )
        return short

    def could_go_instead(self, days: Sequence[date], but: Collection[str]) -> list[str]:
        """Colleagues who are there on all these days and whose going breaks nothing."""
        return [
            one
            for one in sorted(self.positions)
            if one not in but
            and all(self.is_there(one, day) for day in days)
            and not self.broken_by(one, days)
        ]


def minima_of(min_on_duty: int, by_position: Mapping[str, int]) -> list[Minimum]:
    """In all, and by position; where nothing is asked for there is no rule."""
    asked = [(None, min_on_duty), *sorted(by_position.items())]
    return [Minimum(position=one, persons=persons) for one, persons in asked if persons > 0]


def days_away(offering: Offering, calendar: WorkingCalendar, today: date) -> list[date]:
    """The working days from today on that an offering takes: its meetings, and the road."""
    return working_days_of(
        offering.meetings,
        (offering.travel_days_before, offering.travel_days_after),
        calendar,
        first=today,
        last=date.max,
    )


def working_days_of(
    meetings: Sequence[Meeting],
    travel_days: tuple[int, int],
    calendar: WorkingCalendar,
    *,
    first: date,
    last: date,
) -> list[date]:
    """The working days from first to last on which somebody is away for these meetings."""
    days: set[date] = set()
    for meeting in meetings:
        day, until = calendar.day_of(meeting.starts_at), calendar.day_of(meeting.ends_at)
        days |= {day + timedelta(days=number) for number in range((until - day).days + 1)}
    before, after = travel_days
    days |= {min(days) - timedelta(days=number) for number in range(1, before + 1)} | {
        max(days) + timedelta(days=number) for number in range(1, after + 1)
    }
    return sorted(day for day in days if first <= day <= last and calendar.is_working_day(day))


def enough_stay_on_duty(roll: Roll, employee_id: str, days: Sequence[date]) -> None:
    """Raises CoverageShort with the days and the numbers."""
    short = roll.broken_by(employee_id, days)
    if not short:
        return
    named = [_in_words(one) for one in short[:_MOST_NAMED]]
    if len(short) > _MOST_NAMED:
        named.append(f"and {len(short) - _MOST_NAMED} more")
    raise CoverageShort(f"{roll.name} would have too few on duty: {'; '.join(named)}")


def what_would_help(offerings: Sequence[str], colleagues: Sequence[str]) -> str:
    """The end of a refusal: other dates, other people, or an officer."""
    ways = []
    if offerings:
        ways.append(f"other dates would work ({', '.join(offerings)})")
    if colleagues:
        ways.append(f"colleagues could go instead ({', '.join(colleagues)})")
    ways.append("a training officer may give an override_reason")
    return "; ".join(ways)


def _in_words(short: Shortage) -> str:
    who = f" {short.minimum.position}" if short.minimum.position else ""
    already = ", short already" if short.already else ""
    return (
        f"{short.day.isoformat()} {short.on_duty} of at least {short.minimum.persons}{who}{already}"
    )
