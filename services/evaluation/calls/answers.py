"""Calls by which respondents answer: one by one, or a supervisor all subordinates at once."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.answering import Desk
from services.evaluation.schemas import answers as schemas
from services.evaluation.schemas.evaluations import evaluation_item
from services.evaluation.storage.answers import Answers
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.instruments import Instruments
from shared.errors import NotFound, Refusal
from shared.service import Service, command, every, query


class AnswerCalls(Service):
    """Calls by which respondents answer: one by one, or a supervisor all subordinates at once."""

    @command(schemas.SubmitEvaluation)
    def submit_evaluation(self, request: Any, session: Session) -> dict[str, Any]:
        """Answer an evaluation, also late (until it closes; it is marked).

        Raises NotFound, Forbidden (not the respondent), Conflict (not open yet, closed, answered,
        cancelled), ValidationError (by `answers.KEY`).
        """
        desk = Desk(session, request.respondent_id, self.clock.now())
        submitted = desk.submit_by_id(
            request.evaluation_id, request.answers, request.instrument_version
        )
        return evaluation_item(submitted)

    @command(schemas.SaveDraft)
    def save_draft(self, request: Any, session: Session) -> dict[str, Any]:
        """Keep answers that are not finished, for their author only.

        Raises NotFound, Forbidden, Conflict, ValidationError as submit_evaluation; what is
        required may still be missing.
        """
        desk = Desk(session, request.respondent_id, self.clock.now())
        return evaluation_item(desk.save_draft(request.evaluation_id, request.answers))

    @every(seconds=600)
    def forget_closed_drafts(self) -> None:
        """What somebody began to say and never sent goes when the window closes."""
        with self.database.transaction() as session:
            Answers(session).drop_closed_drafts(self.clock.now())

    @query(schemas.GetSheet)
    def get_sheet(self, request: Any, session: Session) -> dict[str, Any]:
        """What a supervisor is asked about the behaviour of all subordinates of one offering.

        Raises NotFound (nothing is asked of this person there).
        """
        rows = Evaluations(session).sheet(request.offering_id, request.respondent_id)
        if not rows:
            asked = f"{request.offering_id} for {request.respondent_id}"
            raise NotFound("sheet of behaviour forms", asked)
        instruments = Instruments(session)
        asked_with = {str(one.instrument_id) for one in rows}
        drafts = Answers(session).drafts(one.evaluation_id for one in rows)
        return schemas.sheet_view(rows, [instruments.get(one) for one in asked_with], drafts)

    @command(schemas.SubmitSheet)
    def submit_sheet(self, request: Any, session: Session) -> dict[str, Any]:
        """Answer rows of a sheet; each stands for itself, so that one refusal stops no other."""
        desk = Desk(session, request.respondent_id, self.clock.now())
        asked = desk.lock_sheet(request.offering_id)
        rows = []
        for row in request.rows:
            try:
                if row.evaluation_id not in asked:
                    raise NotFound("row of this sheet", row.evaluation_id)
                done = desk.submit(asked.pop(row.evaluation_id), row.answers)
                rows.append(schemas.accepted(done))
            except Refusal as no:
                rows.append(schemas.refused(row.evaluation_id, no))
        return {"rows": rows}
