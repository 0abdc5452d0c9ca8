"""Calls on the way to a seat, and what gives it up."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import enrolling
from services.enrolment.schemas import enrolments as schemas
from services.enrolment.schemas.common import page
from services.enrolment.storage.enrolments import Enrolments
from shared.service import Service, command, query


class EnrolmentCalls(Service):
    """Calls on the way to a seat, and what gives it up."""

    @command(schemas.RequestEnrolment)
    def request_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Ask for a seat. Raises NotFound, Conflict (the rule that said no)."""
        by = request.requested_by or request.employee_id
        asked = enrolling.request(
            session, request.offering_id, request.employee_id, by, self.clock.now()
        )
        return schemas.enrolment_view(asked)

    @command(schemas.DecideEnrolment)
    def decide_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Approve or reject a request. Raises NotFound, Forbidden, Conflict."""
        decided = enrolling.decide(
            session,
            request.enrolment_id,
            approved=request.decision == "approve",
            by=request.decided_by,
            reason=request.reason,
            at=self.clock.now(),
        )
        return schemas.enrolment_view(decided)

    @command(schemas.CancelEnrolment)
    def cancel_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Give up a request or a seat. Raises NotFound, Conflict."""
        cancelled = enrolling.cancel(
            session, request.enrolment_id, request.reason, self.clock.now()
        )
        return schemas.enrolment_view(cancelled)

    @command(schemas.Nominate)
    def nominate(self, request: Any, session: Session) -> list[dict[str, Any]]:
        """Enrol a class; each answer stands for itself. Raises NotFound (offering)."""
        return enrolling.nominate(
            session,
            request.offering_id,
            request.employee_ids,
            request.nominated_by,
            self.clock.now(),
        )

    @query(schemas.GetEnrolment)
    def get_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """One enrolment. Raises NotFound."""
        return schemas.enrolment_view(Enrolments(session).get(request.enrolment_id))

    @query(schemas.ListEnrolments)
    def list_enrolments(self, request: Any, session: Session) -> dict[str, Any]:
        """Enrolments by offering, learner, approver, unit and status."""
        limit, request.limit = request.limit, request.limit + 1
        items = [schemas.enrolment_view(one) for one in Enrolments(session).page(request)]
        return page(items, limit, "enrolment_id")
