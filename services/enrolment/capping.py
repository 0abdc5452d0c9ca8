"""Use case: what a programme would do to the hours of those who may not learn too many."""

from sqlalchemy.orm import Session

from services.enrolment.domain.hours import HoursTarget, passes_the_cap, stays_under_the_cap
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee
from services.enrolment.storage.hours_balances import HoursBalances
from services.enrolment.storage.hours_targets import HoursTargets
from services.enrolment.storage.rule_numbers import calendar_of


class Caps:
    """The caps of the year in which an offering ends; only looked at, nothing is changed."""

    def __init__(self, session: Session, offering: Offering):
        self._session = session
        self._hours = offering.programme.learning_hours
        self._year = calendar_of(session).day_of(offering.ends_at).year
        self._targets = HoursTargets(session)
        self._known: dict[str, HoursTarget | None] = {}

    def check(self, learner: Employee, *, overridden: bool = False) -> list[str]:
        """Warnings, for a learner without a seat so far. Raises Conflict where a cap refuses.

        overridden   an officer has said why it may be passed
        """
        if not self._has_a_cap(learner.employment):
            return []
        balance = HoursBalances(self._session).of([learner], self._year)[learner.employee_id]
        if not overridden:
            stays_under_the_cap(learner.employee_id, balance, self._hours)
        return passes_the_cap(learner.employee_id, balance, self._hours)

    def _has_a_cap(self, employment: str) -> bool:
        if employment not in self._known:
            self._known[employment] = self._targets.in_force(employment, self._year)
        target = self._known[employment]
        return target is not None and target.kind == "cap"
