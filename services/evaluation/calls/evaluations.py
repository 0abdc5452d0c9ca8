"""Calls about single evaluations, and the timer that opens, reminds and expires them."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import evaluation
from services.evaluation.escalating import Escalation
from services.evaluation.schemas import evaluations as schemas
from services.evaluation.settling_results import study_of
from services.evaluation.storage.answers import Answers
from services.evaluation.storage.closing import Closing
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.instruments import Instruments
from services.evaluation.storage.schedules import Schedules
from shared.service import Service, every, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar

_DUE_AT_ONCE = 500


class EvaluationCalls(Service):
    """Calls about single evaluations, and the timer that opens, reminds and expires them."""

    calendar: WorkingCalendar

    @every(seconds=1)
    def advance_due_evaluations(self) -> None:
        """Open, remind, expire and close, as long as there is much to do."""
        while self._advance_some() == _DUE_AT_ONCE:
            pass

    def _advance_some(self) -> int:
        now = self.clock.now()
        with self.database.transaction() as session:
            evaluations = Evaluations(session)
            due = evaluations.claim_due(now, _DUE_AT_ONCE)
            escalation = Escalation(session)
            for one in due:
                advanced, events = evaluation.advance(one, now)
                evaluations.record(advanced, escalation.addressed(events))
            closed = [one.enrolment_id for one in due if one.status is evaluation.Status.SUBMITTED]
            if closed:
                session.flush()
                Closing(session, now).close(closed)
        return len(due)

    @query(schemas.ListEvaluations)
    def list_evaluations(self, request: Any, session: Session) -> dict[str, Any]:
        """Evaluations by enrolment, respondent and status."""
        found = Evaluations(session).find(
            enrolment_id=request.enrolment_id,
            respondent_id=request.respondent_id,
            status=request.status,
            after=request.after,
            limit=request.limit + 1,
        )
        items = [schemas.evaluation_item(one) for one in found]
        return page(items, request.limit, "evaluation_id")

    @query(schemas.GetEvaluation)
    def get_evaluation(self, request: Any, session: Session) -> dict[str, Any]:
        """One evaluation with its questions; with draft and answers for its respondent only.

        The system's comes with the study that will settle it.

        Raises NotFound, Forbidden (somebody else names themselves as the respondent).
        """
        found = Evaluations(session).get(request.evaluation_id)
        reads = request.respondent_id is not None
        if reads:
            evaluation.only_its_respondent_answers(found, request.respondent_id)
        given = Answers(session).given(found.evaluation_id) if reads else None
        asked_with = found.instrument_id and Instruments(session).get(
            found.instrument_id, given.instrument_version if given else None
        )
        view = schemas.evaluation_view(found, asked_with or None)
        view["policy"] = Schedules(session).policy_of(found.enrolment_id)
        if reads:
            drafts = Answers(session).drafts([found.evaluation_id])
            view |= schemas.own_words(given, drafts.get(found.evaluation_id))
        if found.instrument_id is None:
            study = study_of(session, found.enrolment_id, self.calendar.zone)
            view["study_id"] = study and study.study_id
        return view
