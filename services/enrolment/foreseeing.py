"""Use case: would somebody get a seat, and what would it cost? Nothing is changed or locked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import enrolment, exemption
from services.enrolment.domain.budget import cost_of_a_seat
from services.enrolment.domain.offering import Offering, is_not_cancelled
from services.enrolment.domain.people import Employee
from services.enrolment.learned_before import prerequisites_are_met
from services.enrolment.ruling import Rules
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offered_tests import OfferedTests
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from shared.errors import Conflict


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What a request with its approval would lead to.

    passes      whether every rule lets it
    would_wait  all seats are taken: it would be a place in the queue
    reasons     of each rule that says no, with what would help
    cost        rupiah for the seat, whoever pays
    warnings    what would be said with a seat
    """

    passes: bool
    would_wait: bool
    reasons: list[str]
    cost: int
    warnings: list[str]


def check(session: Session, offering_id: str, employee_id: str, at: datetime) -> Foreseen:
    """By the rules of a nomination. Raises NotFound."""
    offering = Offerings(session).get(offering_id)
    learner = Roster(session).get(employee_id)
    budget = Budgets(session).get(offering.budget_id) if offering.budget_id else None
    rules = Rules(session, offering, budget, at)
    rules.expect([learner], lock=False)
    refused = _before_the_door(session, offering, learner, at)
    reasons, warnings = rules.findings(learner)
    reasons = refused + reasons
    return Foreseen(
        passes=not reasons,
        would_wait=offering.free_seats == 0,
        reasons=reasons,
        cost=cost_of_a_seat(offering),
        warnings=warnings,
    )


def _before_the_door(
    session: Session, offering: Offering, learner: Employee, at: datetime
) -> list[str]:
    employee_id, programme = learner.employee_id, offering.programme
    enrolments, tests = Enrolments(session), OfferedTests(session)
    known = enrolments.taking_part(offering.offering_id, [employee_id], lock=False)
    exempt = employee_id in tests.exempt(programme.programme_id, [employee_id])
    rules: tuple[Callable[[], None], ...] = (
        lambda: is_not_cancelled(offering),
        lambda: enrolment.takes_no_part_yet(known.get(employee_id)),
        lambda: enrolment.offering_takes_requests(offering, at),
        lambda: exemption.is_not_exempt(employee_id, programme, exempt),
        lambda: prerequisites_are_met(session, offering, employee_id),
    )
    return [words for rule in rules for words in _said_by(rule)]


def _said_by(rule: Callable[[], None]) -> list[str]:
    try:
        rule()
    except Conflict as no:
        return [str(no)]
    return []
