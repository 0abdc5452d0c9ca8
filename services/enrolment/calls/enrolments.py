"""Calls on the way to a seat, and what gives it up."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import approving, enrolling, foreseeing, leaving
from services.enrolment.schemas import enrolments as schemas
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offered_tests import OfferedTests
from shared.service import Service, command, every, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar

_DUE_AT_ONCE = 200


class EnrolmentCalls(Service):
    """Calls on the way to a seat, and what gives it up."""

    calendar: WorkingCalendar

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
        decided, warnings = enrolling.decide(
            session,
            request.enrolment_id,
            approved=request.decision == "approve",
            by=request.decided_by,
            reason=request.reason,
            override_reason=request.override_reason,
            at=self.clock.now(),
        )
        return schemas.enrolment_view(decided) | {"warnings": warnings}

    @command(schemas.CancelEnrolment)
    def cancel_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Give up a request, a place in the queue or a seat. Raises NotFound, Conflict."""
        cancelled = leaving.cancel(
            session,
            request.enrolment_id,
            reason=request.reason,
            code=request.code,
            at=self.clock.now(),
        )
        return schemas.enrolment_view(cancelled)

    @command(schemas.DeclineNomination)
    def decline_nomination(self, request: Any, session: Session) -> dict[str, Any]:
        """Say no to a nomination, with a reason; the experienced may take the test instead.

        Raises NotFound, Conflict.
        """
        declined, offered = leaving.decline(
            session,
            request.enrolment_id,
            reason=request.reason,
            text=request.text,
            at=self.clock.now(),
        )
        test = schemas.test_view(offered) if offered else None
        return schemas.enrolment_view(declined) | {"test_out": test}

    @command(schemas.RecordTestOut)
    def record_test_out(self, request: Any, session: Session) -> dict[str, Any]:
        """How the test of somebody experienced went. Raises NotFound, Conflict."""
        taken_on = request.taken_on or self.calendar.day_of(self.clock.now())
        taken = leaving.take_test(
            session, request.test_id, request.score, taken_on, request.recorded_by
        )
        return schemas.test_view(taken)

    @query(schemas.ListTestOuts)
    def list_test_outs(self, request: Any, session: Session) -> dict[str, Any]:
        """Test-outs; those that were passed propose a mentor for the programme."""
        limit, request.limit = request.limit, request.limit + 1
        items = [schemas.test_view(one) for one in OfferedTests(session).page(request)]
        return page(items, limit, "test_id")

    @command(schemas.Nominate)
    def nominate(self, request: Any, session: Session) -> list[dict[str, Any]]:
        """Enrol a class; each answer stands for itself. Raises NotFound (offering)."""
        return enrolling.nominate(
            session,
            request.offering_id,
            request.employee_ids,
            request.nominated_by,
            self.clock.now(),
            request.override_reason,
        )

    @query(schemas.CheckEnrolment)
    def check_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Would somebody get a seat, and what would it cost? Changes nothing. Raises NotFound."""
        foreseen = foreseeing.check(
            session, request.offering_id, request.employee_id, self.clock.now()
        )
        return dict(vars(foreseen))

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

    @every(seconds=5)
    def advance_due_enrolments(self) -> None:
        """Escalate requests and let what waited too long expire, while there is much to do."""
        while self._advance_some() == _DUE_AT_ONCE:
            pass

    def _advance_some(self) -> int:
        with self.database.transaction() as session:
            return approving.advance_due(session, _DUE_AT_ONCE, self.clock.now())
