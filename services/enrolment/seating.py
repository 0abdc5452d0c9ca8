"""The one door to the seats of an offering: whoever gets one passes here, in order.

Locks are always taken in one order: offerings, budgets, enrolments, units, learners; each kind by
id.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import waitlist
from services.enrolment.domain.enrolment import Enrolment, Outcome, Status
from services.enrolment.domain.offering import Offering, is_not_cancelled
from services.enrolment.domain.people import Employee
from services.enrolment.ruling import Rules
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.coverage import Coverage
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.turns import take_turns
from shared.errors import Conflict


class Door:
    """The seats of one offering, which stays locked until the commit."""

    def __init__(self, session: Session, offering: Offering, at: datetime):
        self.offering = offering
        self.warnings: dict[str, list[str]] = {}
        self._session = session
        self._at = at
        self._free = 0 if _is_cancelled(offering) else offering.free_seats
        self._queue: list[Enrolment] | None = None
        self._learners: dict[str, Employee] = {}
        budget = Budgets(session).lock(offering.budget_id) if offering.budget_id else None
        self._rules = Rules(session, offering, budget, at)

    def expect(self, learners: Iterable[Employee]) -> None:
        """Before the first is admitted: everybody who is going to ask for a seat."""
        self.meet(learners)
        if self._free:
            self._rules.expect(self._learners.values())

    def meet(self, learners: Iterable[Employee]) -> list[Employee]:
        """The same without locking anything; returns all of them."""
        self._learners |= {one.employee_id: one for one in learners}
        unknown = {one.employee_id for one in self._waiting()} - self._learners.keys()
        if unknown:
            self._learners |= Roster(self._session).find(unknown)
        return list(self._learners.values())

    def admit(self, approved: Enrolment) -> Outcome:
        """A seat, or the last place in the queue. Raises Conflict with the rule that said no."""
        is_not_cancelled(self.offering)
        self.fill()
        if not self._free:
            number = Offerings(self._session).next_queue_number(self.offering.offering_id)
            return waitlist.join(approved, self.offering, number=number, at=self._at)
        try:
            self.warnings[approved.employee_id] = self.check(approved)
        except Conflict as no:
            raise self._rules.with_help(self._learners[approved.employee_id], no) from no
        return self._seat(approved)

    def fill(self) -> None:
        """Give each free seat to the first in the queue who passes the rules."""
        enrolments = Enrolments(self._session)
        for waiting in self._waiting():
            if not self._free:
                return
            try:
                self.check(waiting)
            except Conflict as no:
                if waiting.reason != str(no):
                    enrolments.save(waitlist.keep_place(waiting, str(no)), [])
            else:
                enrolments.save(*self._seat(waiting))
        self._queue = []

    def open_up(self, seats: int) -> None:
        """So many seats were given up."""
        self._free += seats

    def check(self, asking: Enrolment) -> list[str]:
        """Whether somebody may sit down: warnings; changes nothing. Raises Conflict."""
        learner = self._learners[asking.employee_id]
        return self._rules.check(learner, overridden=asking.override_reason is not None)

    def _seat(self, asking: Enrolment) -> Outcome:
        """One seat and its money are gone."""
        self._free -= 1
        self._rules.send(self._learners[asking.employee_id])
        self._rules.budgets.reserve(self.offering, asking.enrolment_id, self._at)
        return waitlist.take_seat(asking, self.offering.programme, self._at)

    def _waiting(self) -> Sequence[Enrolment]:
        """The queue in its order, locked; nobody looks for it while all seats are taken."""
        if not self._free:
            return []
        if self._queue is None:
            waiting = Enrolments(self._session).of_offering(
                self.offering.offering_id, Status.WAITLISTED
            )
            self._queue = waitlist.in_order(waiting)
        return self._queue


def expect_all(session: Session, doors: Sequence[Door]) -> None:
    """Before the first seat of several offerings is given: lock all units and learners, by id."""
    learners = {one.employee_id: one for door in doors for one in door.meet([])}
    Coverage(session).lock(one.unit_id for one in learners.values())
    take_turns(session, "learner", learners)
    for door in doors:
        door.expect([])


def _is_cancelled(offering: Offering) -> bool:
    try:
        is_not_cancelled(offering)
    except Conflict:
        return True
    return False
