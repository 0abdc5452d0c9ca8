"""Calls about complaints of which nobody knows yet whose service they are about."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.schemas import complaints as schemas
from services.evaluation.sorting_complaints import Decision, sort
from services.evaluation.storage.complaints import Complaints
from shared.service import Service, command, query
from shared.service.requests import page


class ComplaintCalls(Service):
    """Calls about complaints of which nobody knows yet whose service they are about."""

    @query(schemas.ListTriage)
    def list_triage(self, request: Any, session: Session) -> dict[str, Any]:
        """Complaints without a unit, or with one that does not exist here, by id."""
        found = Complaints(session).in_triage(
            request.after, request.limit + 1, set_aside=request.set_aside
        )
        items = [schemas.complaint_item(one) for one in found]
        return page(items, request.limit, "complaint_id")

    @command(schemas.AssignComplaint)
    def assign_complaint(self, request: Any, session: Session) -> dict[str, Any]:
        """Say whose service a complaint is about; the channel changes it no more.

        Also corrects an earlier assignment. Raises NotFound (complaint, unit).
        """
        assigned = Complaints(session).assign(
            request.complaint_id, request.unit_id, request.assigned_by, self.clock.now()
        )
        return schemas.complaint_item(assigned)

    @command(schemas.SortComplaints)
    def sort_complaints(self, request: Any, session: Session) -> list[dict[str, Any]]:
        """Give complaints of the triage list their units, or set them aside with the reason.

        What is refused (no such unit, a colleague was faster) leaves the others standing. A
        complaint that was set aside is in no rate, and stays aside whatever the channel says
        later; a unit brings it back.
        """
        decisions = [Decision(**vars(one)) for one in request.decisions]
        answers = sort(session, decisions, request.sorted_by, self.clock.now())
        return [schemas.sorted_item(one) for one in answers]
