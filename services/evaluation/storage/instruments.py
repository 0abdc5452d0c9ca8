"""Questionnaires: those that offices saved, and the built-in ones."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from services.evaluation.domain.built_in_instruments import BUILT_IN
from services.evaluation.domain.instrument import Instrument, Question
from services.evaluation.storage.tables import InstrumentRow
from shared.errors import NotFound


class Instruments:
    """Instruments by id; a saved one goes before the built-in one of the same id."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, instrument_id: str) -> Instrument:
        """Raises NotFound."""
        row = self._session.get(InstrumentRow, instrument_id)
        if row is not None:
            return _instrument(row)
        if instrument_id in BUILT_IN:
            return BUILT_IN[instrument_id]
        raise NotFound("instrument", instrument_id)

    def save(self, instrument: Instrument, at: datetime) -> None:
        """Add an instrument, or replace the one with its id."""
        self._session.merge(
            InstrumentRow(
                instrument_id=instrument.instrument_id,
                title=dict(instrument.title),
                questions=[asdict(question) for question in instrument.questions],
                saved_at=at,
            )
        )


def _instrument(row: InstrumentRow) -> Instrument:
    return Instrument(
        instrument_id=row.instrument_id,
        title=row.title,
        questions=tuple(
            Question(**{**question, "choices": tuple(question["choices"])})
            for question in row.questions
        ),
    )
