"""Use case: whether somebody has a seat elsewhere at the hours of an offering."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain.clash import (
    ElsewhereThen,
    Stay,
    in_two_places,
    is_nowhere_else,
    overlap,
    with_other_dates,
)
from services.enrolment.domain.offering import Offering
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.stays import Stays, stay_of
from services.enrolment.storage.turns import take_turns

_SUGGESTIONS = 3
_OFFERINGS_TRIED = 10


class Diaries:
    """The seats elsewhere of everybody who may get one in this offering."""

    def __init__(self, session: Session, offering: Offering, at: datetime):
        self._session = session
        self._offering = offering
        self._at = at
        self._calendar = calendar_of(session)
        self._seats: dict[str, Sequence[Stay]] = {}

    def look(self, employee_ids: Iterable[str]) -> None:
        """Know where these people have seats."""
        wanted = set(employee_ids) - self._seats.keys()
        if wanted:
            but = self._offering.offering_id
            found = Stays(self._session).of(wanted, but, near=self._offering)
            self._seats |= {one: found.get(one, ()) for one in wanted}

    def expect(self, employee_ids: Iterable[str], *, lock: bool = True) -> None:
        """Before the first is checked; lock: nobody else gives them a seat until the commit."""
        wanted = set(employee_ids) - self._seats.keys()
        if lock:
            take_turns(self._session, "learner", wanted)
        self.look(wanted)

    def check(self, employee_id: str) -> None:
        """Whether somebody is free at these hours; changes nothing. Raises ElsewhereThen."""
        self.look([employee_id])
        wanted, seats = stay_of(self._offering), self._seats[employee_id]
        is_nowhere_else(employee_id, wanted, seats, self._calendar)

    def check_with_dates(self, employee_id: str) -> None:
        """The same; the refusal names other dates of the programme that would work."""
        try:
            self.check(employee_id)
        except ElsewhereThen as clash:
            raise self.with_dates(employee_id, clash) from clash

    def with_dates(self, employee_id: str, clash: ElsewhereThen) -> ElsewhereThen:
        """The refusal, with other dates of the programme that would work."""
        return with_other_dates(clash, self._other_dates(employee_id))

    def warnings(self, employee_ids: Sequence[str]) -> list[str]:
        """Who has a seat here and, now that it was moved, is in two places."""
        self.look(employee_ids)
        moved = stay_of(self._offering)
        return [
            words
            for one in employee_ids
            for words in in_two_places(one, moved, self._seats[one], self._calendar)
        ]

    def _other_dates(self, employee_id: str) -> list[str]:
        seats = Stays(self._session).of([employee_id], self._offering.offering_id)
        others = Offerings(self._session).others_with_free_seats(
            self._offering, self._at, _OFFERINGS_TRIED
        )
        fitting = [
            one
            for one in others
            if not any(
                overlap(stay_of(one), seat, self._calendar)
                for seat in seats.get(employee_id, ())
                if seat.offering_id != one.offering_id
            )
        ]
        return [
            f"{self._calendar.day_of(one.starts_at).isoformat()} in offering {one.offering_id}"
            for one in fitting[:_SUGGESTIONS]
        ]


def is_free_for(session: Session, employee_id: str, offering_id: str, at: datetime) -> None:
    """Before anybody waits for the offering: one look, for the many who have no other seat.

    Raises ElsewhereThen.
    """
    if Stays(session).of([employee_id], but=offering_id):
        Diaries(session, Offerings(session).get(offering_id), at).check_with_dates(employee_id)
