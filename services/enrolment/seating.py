"""The one door to the seats of an offering: whoever gets one passes here, in order.

Locks are always taken in one order: offerings, enrolments, units; each kind by id.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import waitlist
from services.enrolment.domain.enrolment import Enrolment, Outcome, Status, learner_is_active
from services.enrolment.domain.offering import Offering, is_not_cancelled
from services.enrolment.domain.people import Employee
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from shared.errors import Conflict


class Door:
    """The seats of one offering, which stays locked until the commit."""

    def __init__(self, session: Session, offering: Offering, at: datetime):
        self.offering = offering
        self._session = session
        self._at = at
        self._free = 0 if _is_cancelled(offering) else offering.free_seats
        self._queue: list[Enrolment] | None = None
        self._learners: dict[str, Employee] = {}

    def expect(self, learners: Iterable[Employee]) -> None:
        """Before the first is admitted: everybody who is going to ask for a seat."""
        self._learners |= {one.employee_id: one for one in learners}
        self._learners |= Roster(self._session).find(
            one.employee_id for one in self._waiting() if one.employee_id not in self._learners
        )

    def admit(self, approved: Enrolment) -> Outcome:
        """A seat, or the last place in the queue. Raises Conflict with the rule that said no."""
        is_not_cancelled(self.offering)
        self.fill()
        if not self._free:
            number = Offerings(self._session).next_queue_number(self.offering.offering_id)
            return waitlist.join(approved, self.offering, number=number, at=self._at)
        self.check(approved)
        self._free -= 1
        return waitlist.take_seat(approved, self._at)

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
                self._free -= 1
                enrolments.save(*waitlist.take_seat(waiting, self._at))
        self._queue = []

    def open_up(self, seats: int) -> None:
        """So many seats were given up."""
        self._free += seats

    def check(self, asking: Enrolment) -> None:
        """Whether somebody may sit down; changes nothing. Raises Conflict."""
        learner = self._learners[asking.employee_id]
        learner_is_active(learner)

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


def _is_cancelled(offering: Offering) -> bool:
    try:
        is_not_cancelled(offering)
    except Conflict:
        return True
    return False
