"""Calls about complaints of which nobody knows yet whose service they are about."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.schemas import complaints as schemas
from services.evaluation.storage.complaints import Complaints
from shared.service import Service, command, query
from shared.service.requests import page


class ComplaintCalls(Service):
    """Calls about complaints of which nobody knows yet whose service they are about."""

    @query(schemas.ListTriage)
    def list_triage(self, request: Any, session: Session) -> dict[str, Any]:
        """Complaints without a unit, or with one that does not exist here, by id."""
        found = Complaints(session).in_triage(request.after, request.limit + 1)
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
