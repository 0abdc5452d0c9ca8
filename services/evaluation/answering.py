"""Answering: one evaluation, or all that somebody is asked about the others of an offering."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import evaluation, instrument
from services.evaluation.domain.evaluation import Evaluation
from services.evaluation.storage.answers import Answers
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.instruments import Instruments


class Desk:
    """Where one respondent hands in answers.

    Raises Forbidden (not the respondent), Conflict (not open yet, closed, answered, cancelled),
    ValidationError (by `answers.KEY`); nothing is changed then.
    """

    def __init__(self, session: Session, respondent_id: str, at: datetime):
        self._evaluations = Evaluations(session)
        self._instruments = Instruments(session)
        self._answers = Answers(session)
        self._respondent_id = respondent_id
        self._at = at

    def submit_by_id(
        self, evaluation_id: str, answers: dict[str, Any], version: int | None
    ) -> Evaluation:
        """Raises NotFound besides."""
        return self.submit(self._evaluations.lock(evaluation_id), answers, version)

    def submit(
        self, asked: Evaluation, answers: dict[str, Any], version: int | None = None
    ) -> Evaluation:
        """Accept answers.

        asked     an evaluation that this desk locked
        version   of the questionnaire that was answered; None: the newest
        """
        submitted, events = evaluation.submit(asked, by=self._respondent_id, at=self._at)
        asked_with = self._instruments.get(str(submitted.instrument_id), version)
        checked = instrument.checked_answers(asked_with, answers)
        score = instrument.score_of(asked_with, checked)
        self._answers.keep(submitted.evaluation_id, asked_with, checked, score=score, at=self._at)
        self._evaluations.record(submitted, events)
        return submitted

    def save_draft(self, evaluation_id: str, answers: dict[str, Any]) -> Evaluation:
        """Keep answers that are not finished. Raises NotFound besides."""
        asked = self._evaluations.lock(evaluation_id)
        evaluation.only_its_respondent_answers(asked, self._respondent_id)
        evaluation.takes_answers(asked, self._at)
        asked_with = self._instruments.get(str(asked.instrument_id))
        checked = instrument.checked_draft(asked_with, answers)
        self._answers.keep_draft(evaluation_id, checked, self._at)
        return asked

    def lock_sheet(self, offering_id: str) -> dict[str, Evaluation]:
        """What the respondent is asked about the behaviour of others, by evaluation."""
        locked = self._evaluations.lock_sheet(offering_id, self._respondent_id)
        return {one.evaluation_id: one for one in locked}
