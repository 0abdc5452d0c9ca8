"""The rules that whoever gets a seat passes: asked by the door, and by who only wants to know."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.capping import Caps
from services.enrolment.clashing import Diaries
from services.enrolment.covering import Cover
from services.enrolment.domain.budget import Budget, cost_of_a_seat, pays_for_this_unit
from services.enrolment.domain.clash import ElsewhereThen
from services.enrolment.domain.coverage import CoverageShort
from services.enrolment.domain.enrolment import learner_is_active
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee
from services.enrolment.storage.budgets import Budgets
from shared.errors import Conflict

Rule = Callable[[], list[str] | None]
"""Warnings, or none; raises Conflict where it says no."""


class Rules:
    """The rules of a seat in one offering; they only look.

    budget   what pays for it, locked where money is going to be reserved
    """

    def __init__(self, session: Session, offering: Offering, budget: Budget | None, at: datetime):
        self._offering = offering
        self._budget = budget
        self._at = at
        self._cover = Cover(session, offering, at)
        self._diaries = Diaries(session, offering, at)
        self._caps = Caps(session, offering)
        self.budgets = Budgets(session)

    def expect(self, learners: Iterable[Employee], *, lock: bool = True) -> None:
        """Before the first is checked: everybody who is going to be.

        lock   let nobody else send away people of their units, or give them a seat elsewhere
        """
        everybody = list(learners)
        self._cover.expect(everybody, lock=lock)
        self._diaries.expect([one.employee_id for one in everybody], lock=lock)

    def check(self, learner: Employee, *, overridden: bool) -> list[str]:
        """Whether somebody may sit down: warnings. Raises Conflict with the first that says no.

        overridden   an officer has said why some of the rules may be broken
        """
        return [words for rule in self._each(learner, overridden) for words in rule() or ()]

    def findings(self, learner: Employee) -> tuple[list[str], list[str]]:
        """What every rule that says no says, with what would help; and all warnings."""
        reasons, warnings = [], []
        for rule in self._each(learner, overridden=False):
            try:
                warnings += rule() or []
            except Conflict as no:
                reasons.append(str(self.with_help(learner, no)))
        return reasons, warnings

    def with_help(self, learner: Employee, no: Conflict) -> Conflict:
        """The refusal, with dates and colleagues that would work."""
        if isinstance(no, ElsewhereThen):
            return self._diaries.with_dates(learner.employee_id, no)
        if isinstance(no, CoverageShort):
            return CoverageShort(f"{no}; {self._cover.suggestions(learner)}")
        return no

    def send(self, learner: Employee) -> None:
        """Somebody has a seat, and is away."""
        self._cover.send(learner)

    def _each(self, learner: Employee, overridden: bool) -> Iterator[Rule]:
        yield lambda: learner_is_active(learner)
        yield lambda: self._diaries.check(learner.employee_id)
        if not overridden:
            yield lambda: self._cover.check(learner)
        yield lambda: self._caps.check(learner, overridden=overridden)
        if self._budget is not None:
            budget, cost = self._budget, cost_of_a_seat(self._offering)
            yield lambda: pays_for_this_unit(budget, learner)
            yield lambda: self.budgets.would_reserve(budget, cost, self._at)
