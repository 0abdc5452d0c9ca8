"""Calls about money."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain.budget import Budget, Revision
from services.enrolment.schemas import budgets as schemas
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.programmes import Programmes
from shared.ids import new_id
from shared.service import Service, command, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar


class BudgetCalls(Service):
    """Calls about money."""

    calendar: WorkingCalendar

    @command(schemas.SaveBudget)
    def save_budget(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a budget, or revise one from a day on. Raises NotFound (also the programme)."""
        budgets, now = Budgets(session), self.clock.now()
        if request.budget_id:
            budgets.lock(request.budget_id)
        if request.programme_id:
            Programmes(session).get(request.programme_id)
        names = ("title", "fiscal_year", "mode", "unit_id", "programme_id")
        facts = {name: getattr(request, name) for name in names}
        budget = Budget(budget_id=request.budget_id or new_id(), **facts)
        budgets.save(budget)
        effective_on = request.effective_on or self.calendar.day_of(now)
        revision = Revision(effective_on=effective_on, amount=request.amount)
        budgets.revise(budget.budget_id, revision, now)
        return self._view(session, budget)

    @query(schemas.GetBudget)
    def get_budget(self, request: Any, session: Session) -> dict[str, Any]:
        """Where the money of a budget is: the sum of its entries. Raises NotFound."""
        return self._view(session, Budgets(session).get(request.budget_id))

    @query(schemas.ListBudgets)
    def list_budgets(self, request: Any, session: Session) -> dict[str, Any]:
        """Budgets, of one year or all."""
        budgets, today = Budgets(session), self.calendar.day_of(self.clock.now())
        found = budgets.page(request.fiscal_year, request.after, request.limit + 1)
        balances = budgets.balances([one.budget_id for one in found], today)
        items = [schemas.budget_view(one, balances[one.budget_id]) for one in found]
        return page(items, request.limit, "budget_id")

    @query(schemas.ListBudgetEntries)
    def list_budget_entries(self, request: Any, session: Session) -> dict[str, Any]:
        """The ledger of a budget. Raises NotFound."""
        budgets = Budgets(session)
        budgets.get(request.budget_id)
        found = budgets.entries(request.budget_id, request.after, request.limit + 1)
        items = [schemas.entry_view(*one) for one in found]
        return page(items, request.limit, "entry_id")

    @command(schemas.RecordRefund)
    def record_refund(self, request: Any, session: Session) -> dict[str, Any]:
        """Money that was spent on a seat came back. Raises NotFound, Conflict."""
        Enrolments(session).lock(request.enrolment_id)
        Budgets(session).refund(
            request.enrolment_id, request.amount, request.reason, self.clock.now()
        )
        return {"enrolment_id": request.enrolment_id, "refunded": request.amount}

    def _view(self, session: Session, budget: Budget) -> dict[str, Any]:
        today = self.calendar.day_of(self.clock.now())
        return schemas.budget_view(budget, Budgets(session).balance(budget.budget_id, today))
