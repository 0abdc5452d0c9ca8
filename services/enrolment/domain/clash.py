"""Nobody is in two places: seats in offerings whose hours overlap.

A day on the road before or after an offering takes the whole day. Two journeys on one day are no
clash: one journey may serve both offerings. Who learns by self-study chooses the hours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.enrolment.domain.offering import Meeting
from shared.errors import Conflict
from shared.working_calendar import WorkingCalendar

_MOST_NAMED = 3
_DAY = timedelta(days=1)

Hours = tuple[datetime, datetime]
"""From an instant until another, exclusive."""


class ElsewhereThen(Conflict):
    """Somebody has a seat in another offering at the same time."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """What an offering takes of somebody's time.

    own_hours      self-study, at any hour
    enrolment_id   of the seat, where somebody has one
    study_id       of the study assignment that the seat belongs to
    """

    offering_id: str
    title: str
    meetings: Sequence[Meeting]
    travel_days_before: int = 0
    travel_days_after: int = 0
    own_hours: bool = False
    enrolment_id: str | None = None
    study_id: str | None = None


def overlap(one: Stay, other: Stay, calendar: WorkingCalendar) -> list[Hours]:
    """The hours that two offerings both take, in order; empty where somebody can do both."""
    if one.own_hours or other.own_hours:
        return []
    mine, theirs = _meetings(one), _meetings(other)
    both = [
        *_common(mine, theirs),
        *_common(mine, _journeys(other, calendar)),
        *_common(_journeys(one, calendar), theirs),
    ]
    return sorted(set(both))


def is_nowhere_else(
    employee_id: str, wanted: Stay, seats: Iterable[Stay], calendar: WorkingCalendar
) -> None:
    """Raises ElsewhereThen with the offering, the hours, and what would help.

    seats   of this person in other offerings
    """
    for seat in seats:
        if both := overlap(wanted, seat, calendar):
            raise ElsewhereThen(
                f"{employee_id} cannot be in two places: the seat in {seat.title!r} (offering "
                f"{seat.offering_id}) takes {_in_words(both, calendar)} too; "
                f"{_what_would_help(seat)}"
            )


def with_other_dates(clash: ElsewhereThen, dates: Sequence[str]) -> ElsewhereThen:
    """The same refusal, with days on which the same is given and nothing clashes."""
    return ElsewhereThen(f"{clash}: {', '.join(dates)}") if dates else clash


def in_two_places(
    employee_id: str, moved: Stay, seats: Iterable[Stay], calendar: WorkingCalendar
) -> list[str]:
    """Warnings about somebody whose offering was moved into the hours of another."""
    try:
        is_nowhere_else(employee_id, moved, seats, calendar)
    except ElsewhereThen as clash:
        return [str(clash)]
    return []


def _what_would_help(seat: Stay) -> str:
    if seat.study_id:
        return f"record the return from study {seat.study_id} first, or choose other dates"
    return f"give that seat up first (enrolment {seat.enrolment_id}), or choose other dates"


def _meetings(stay: Stay) -> list[Hours]:
    return [(one.starts_at, one.ends_at) for one in stay.meetings]


def _journeys(stay: Stay, calendar: WorkingCalendar) -> list[Hours]:
    first = min(calendar.day_of(one.starts_at) for one in stay.meetings)
    last = max(calendar.day_of(one.ends_at) for one in stay.meetings)
    days = [first - number * _DAY for number in range(1, stay.travel_days_before + 1)]
    days += [last + number * _DAY for number in range(1, stay.travel_days_after + 1)]
    return [(_midnight(day, calendar), _midnight(day + _DAY, calendar)) for day in days]


def _midnight(day: date, calendar: WorkingCalendar) -> datetime:
    return datetime.combine(day, time(tzinfo=calendar.zone))


def _common(mine: Sequence[Hours], theirs: Sequence[Hours]) -> list[Hours]:
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in mine for b in theirs)
    return [(begin, end) for begin, end in pairs if begin < end]


def _in_words(both: Sequence[Hours], calendar: WorkingCalendar) -> str:
    named = [
        f"{begin.astimezone(calendar.zone):%Y-%m-%d %H:%M} to "
        f"{end.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
        for begin, end in both[:_MOST_NAMED]
    ]
    if len(both) > _MOST_NAMED:
        named.append(f"and {len(both) - _MOST_NAMED} more")
    return ", ".join(named)
