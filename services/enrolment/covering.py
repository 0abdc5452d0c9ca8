"""Use cases of service continuity: who may go, what would work instead, and what to look at."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain.coverage import (
    Away,
    Roll,
    Shortage,
    days_away,
    enough_stay_on_duty,
    what_would_help,
)
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee
from services.enrolment.storage.coverage import Coverage, CoverageWarnings
from services.enrolment.storage.coverage_questions import CoverageQuestions
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.rule_numbers import calendar_of
from shared.events.coverage import CoverageShort, ShortDay
from shared.ids import new_id
from shared.messaging.outbox import post

_SUGGESTIONS = 3
_OFFERINGS_TRIED = 10
_FURTHEST = timedelta(days=366)


class Cover:
    """The units of everybody who may get a seat in one offering, locked where they count."""

    def __init__(self, session: Session, offering: Offering, at: datetime):
        self._session = session
        self._offering = offering
        self._at = at
        self._calendar = calendar_of(session)
        self._today = self._calendar.day_of(at)
        self._rolls: dict[str, Roll] = {}
        self._others: list[Offering] | None = None

    @cached_property
    def _days(self) -> list[date]:
        """Asked for only where a seat is free."""
        return days_away(self._offering, self._calendar, self._today)

    def expect(self, learners: Iterable[Employee], *, lock: bool = True) -> None:
        """Before the first is checked: know their units; lock: each of them, by id."""
        if not self._days:
            return
        unit_ids = {one.unit_id for one in learners} - self._rolls.keys()
        coverage = Coverage(self._session)
        watched = coverage.lock(unit_ids) if lock else coverage.with_minima(unit_ids)
        for unit_id in sorted(watched):
            self._rolls[unit_id] = coverage.roll(unit_id, self._days[0], self._days[-1])

    def check(self, learner: Employee) -> None:
        """Whether enough stay on duty; changes nothing. Raises CoverageShort."""
        if roll := self._rolls.get(learner.unit_id):
            enough_stay_on_duty(roll, learner.employee_id, self._days)

    def send(self, learner: Employee) -> None:
        """Somebody has a seat, and is away."""
        if roll := self._rolls.get(learner.unit_id):
            about = self._offering.offering_id
            away = Away(employee_id=learner.employee_id, kind="training", about=about)
            roll.send(away, self._days)

    def suggestions(self, learner: Employee) -> str:
        """What would work instead, in words."""
        roll = self._rolls[learner.unit_id]
        colleagues = roll.could_go_instead(self._days, but=[learner.employee_id])
        fitting = [one for one in self._other_offerings() if self._fits(one, learner)]
        named = [
            f"{self._calendar.day_of(one.starts_at).isoformat()} in offering {one.offering_id}"
            for one in fitting[:_SUGGESTIONS]
        ]
        return what_would_help(named, colleagues[:_SUGGESTIONS])

    def _other_offerings(self) -> list[Offering]:
        if self._others is None:
            self._others = Offerings(self._session).others_with_free_seats(
                self._offering, self._at, _OFFERINGS_TRIED
            )
        return self._others

    def _fits(self, other: Offering, learner: Employee) -> bool:
        days = days_away(other, self._calendar, self._today)
        if not days:
            return True
        roll = Coverage(self._session).roll(learner.unit_id, days[0], days[-1])
        return not roll.broken_by(learner.employee_id, days)


def look_again(
    session: Session, unit_id: str, first: date, last: date, because: str, at: datetime
) -> None:
    """Warn of every day ahead on which a unit is short while somebody of it is in a training."""
    first = max(first, calendar_of(session).day_of(at))
    if last < first:
        return
    roll = Coverage(session).roll(unit_id, first, last)
    days = [
        day
        for day, away in sorted(roll.away.items())
        if any(one.kind == "training" for one in away.values())
    ]
    short = [one for day in days for one in roll.shortages(day)]
    noticed = CoverageWarnings(session).add(unit_id, short, because, at)
    if noticed:
        post(session, _told_of(roll, noticed, because, at), sequence=1)


def _told_of(roll: Roll, noticed: Sequence[Shortage], because: str, at: datetime) -> CoverageShort:
    return CoverageShort(
        occurred_at=at,
        warning_id=new_id(),
        unit_id=roll.unit_id,
        unit_name=roll.name,
        because=because,
        days=[
            ShortDay(
                day=one.day,
                position=one.minimum.position,
                on_duty=one.on_duty,
                min_on_duty=one.minimum.persons,
            )
            for one in noticed
        ],
    )


def look_at_what_changed(session: Session, limit: int, at: datetime) -> int:
    """Leave, transfers and minima that changed later re-open the question; returns how many."""
    questions = CoverageQuestions(session)
    today = calendar_of(session).day_of(at)
    absences, asked = questions.claim_absences(at, limit)
    about_units = questions.claim(today, limit)
    asked += about_units
    coverage = Coverage(session)
    locked = coverage.lock(one.unit_id for one in asked)
    for one in asked:
        if one.unit_id in locked:
            last = one.last or _last_day(coverage, one.unit_id, today)
            look_again(session, one.unit_id, one.first, last, one.because, at)
    return max(absences, len(about_units))


def _last_day(coverage: Coverage, unit_id: str, today: date) -> date:
    """Of the days ahead with a training; a study of years is looked at for one."""
    last = coverage.last_training(unit_id, today)
    return min(last, today + _FURTHEST) if last else today


def look_at_moved(
    session: Session, moved: Offering, learners: Iterable[Employee], at: datetime
) -> None:
    """An offering was moved to days on which its learners may be needed."""
    calendar = calendar_of(session)
    days = days_away(moved, calendar, calendar.day_of(at))
    coverage = Coverage(session)
    for unit_id in sorted(coverage.lock({one.unit_id for one in learners})) if days else []:
        look_again(session, unit_id, days[0], days[-1], "an offering was moved", at)


def calendar_view(
    session: Session, unit_id: str, first: date, last: date, days: Sequence[date]
) -> dict[str, Any]:
    """The coverage of a unit, day by day. Raises NotFound."""
    roll = Coverage(session).roll(unit_id, first, last)
    calendar = calendar_of(session)
    warnings = CoverageWarnings(session).of(unit_id, first, last)
    short_days = {day for day in days if calendar.is_working_day(day) and roll.shortages(day)}
    return {
        "unit_id": unit_id,
        "name": roll.name,
        "days": [_day_view(roll, day, calendar.is_working_day(day)) for day in days],
        "warnings": [
            vars(one) | {"day": one.day.isoformat(), "noticed_at": one.noticed_at.isoformat()}
            for one in warnings
            if one.day in short_days
        ],
    }


def _day_view(roll: Roll, day: date, working: bool) -> dict[str, Any]:
    counted: list[dict[str, Any]] = [
        {
            "position": one.position,
            "min_on_duty": one.persons,
            "on_duty": roll.on_duty(day, one.position),
            "staff": sum(1 for held in roll.positions.values() if one.position in (None, held)),
        }
        for one in roll.minima
    ]
    minima = [
        one
        | {
            "short": working and one["on_duty"] < one["min_on_duty"],
            "understaffed": one["staff"] < one["min_on_duty"],
        }
        for one in counted
    ]
    return {
        "day": day.isoformat(),
        "working": working,
        "staff": len(roll.positions),
        "on_duty": roll.on_duty(day) if working else 0,
        "short": any(one["short"] for one in minima),
        "minima": minima,
        "away": [vars(one) for _, one in sorted(roll.away.get(day, {}).items())],
    }
