"""Calls at the end of an offering."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import completing
from services.enrolment.domain.completion import Result
from services.enrolment.schemas import completions as schemas
from services.enrolment.schemas.enrolments import enrolment_view
from shared.service import Service, command


class CompletionCalls(Service):
    """Calls at the end of an offering."""

    @command(schemas.CompleteOffering)
    def complete_offering(self, request: Any, session: Session) -> dict[str, int]:
        """Record how a class did. Raises NotFound, ValidationError, Conflict."""
        return completing.complete_offering(
            session,
            request.offering_id,
            request.completed_at,
            [Result(**vars(one)) for one in request.results],
            now=self.clock.now(),
        )

    @command(schemas.ReverseCompletion)
    def reverse_completion(self, request: Any, session: Session) -> dict[str, Any]:
        """Undo a completion recorded in error. Raises NotFound, Conflict."""
        undone = completing.reverse_completion(
            session, request.enrolment_id, request.reason, self.clock.now()
        )
        return enrolment_view(undone)
