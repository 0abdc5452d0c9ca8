"""Use cases of who pays for an offering: money for itself, and for the seats that are taken."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import budget
from services.enrolment.domain.offering import Offering
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.roster import Roster

Seated = Sequence[tuple[str, str]]
"""(enrolment, employee) of everybody on a seat."""


def reserve_for_itself(session: Session, planned: Offering, at: datetime) -> list[str]:
    """What it costs however many take part. Raises NotFound (budget), Conflict."""
    if planned.budget_id is None:
        return []
    budgets = Budgets(session)
    budget.pays_for_this_programme(budgets.lock(planned.budget_id), planned)
    return budgets.reserve(planned, None, at)


def change_budget(
    session: Session, before: Offering, after: Offering, seated: Seated, at: datetime
) -> list[str]:
    """Let another budget pay, for the seats that are taken too; returns warnings.

    What the former one holds is released, what the new one has to hold is reserved (and owed,
    where the offering is confirmed), each by an entry. Raises NotFound (budget), Conflict.
    """
    if before.budget_id == after.budget_id:
        return []
    budgets = Budgets(session)
    named = {one for one in (before.budget_id, after.budget_id) if one is not None}
    payers = {one: budgets.lock(one) for one in sorted(named)}
    _may_change(session, budgets, before)
    budgets.release_offering(before.offering_id, at)
    if after.budget_id is None:
        return []
    payer = payers[after.budget_id]
    budget.pays_for_this_programme(payer, after)
    for learner in Roster(session).find(employee_id for _, employee_id in seated).values():
        budget.pays_for_this_unit(payer, learner)
    cost = budget.cost_of_an_offering(after, len(seated))
    warnings = budgets.would_reserve(payer, cost, at)
    for enrolment_id in (None, *(enrolment_id for enrolment_id, _ in seated)):
        budgets.reserve(after, enrolment_id, at)
    return warnings


def _may_change(session: Session, budgets: Budgets, before: Offering) -> None:
    budget.recorded_results_keep_their_budget(Enrolments(session).results_of(before.offering_id))
    budget.what_was_spent_keeps_its_budget(budgets.of_offering(before.offering_id))
