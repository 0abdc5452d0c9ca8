"""Calls about single evaluations, and the timer that opens, reminds and expires them."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import evaluation, instrument
from services.evaluation.schemas import evaluations as schemas
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.instruments import Instruments
from shared.service import Service, command, every, query

_DUE_AT_ONCE = 500


class EvaluationCalls(Service):
    """Calls about single evaluations, and the timer that opens, reminds and expires them."""

    @every(seconds=1)
    def advance_due_evaluations(self) -> None:
        """Open, remind and expire, as long as there is much to do."""
        while self._advance_some() == _DUE_AT_ONCE:
            pass

    def _advance_some(self) -> int:
        now = self.clock.now()
        with self.database.transaction() as session:
            evaluations = Evaluations(session)
            due = evaluations.claim_due(now, _DUE_AT_ONCE)
            for one in due:
                evaluations.record(*evaluation.advance(one, now))
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
        page = found[: request.limit]
        more = len(found) > len(page)
        return {
            "items": [schemas.evaluation_item(one) for one in page],
            "next": page[-1].evaluation_id if more else None,
        }

    @query(schemas.GetEvaluation)
    def get_evaluation(self, request: Any, session: Session) -> dict[str, Any]:
        """One evaluation with its questions. Raises NotFound."""
        found = Evaluations(session).get(request.evaluation_id)
        asked_with = found.instrument_id and Instruments(session).get(found.instrument_id)
        return schemas.evaluation_view(found, asked_with or None)

    @command(schemas.SubmitEvaluation)
    def submit_evaluation(self, request: Any, session: Session) -> dict[str, Any]:
        """Answer an evaluation, also late.

        Raises NotFound, Forbidden (not the respondent), Conflict (not open yet, answered,
        cancelled), ValidationError (by `answers.KEY`).
        """
        now = self.clock.now()
        evaluations = Evaluations(session)
        submitted, events = evaluation.submit(
            evaluations.lock(request.evaluation_id), by=request.respondent_id, at=now
        )
        asked_with = Instruments(session).get(str(submitted.instrument_id))
        answers = instrument.checked_answers(asked_with, request.answers)
        evaluations.keep_answers(submitted, answers, now)
        evaluations.record(submitted, events)
        return schemas.evaluation_item(submitted)
