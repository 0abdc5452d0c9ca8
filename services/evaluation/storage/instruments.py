"""Questionnaires: those that offices saved, and the built-in ones."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.evaluation.domain.built_in_instruments import BUILT_IN
from services.evaluation.domain.instrument import Instrument, Question
from services.evaluation.storage.tables import InstrumentVersionRow
from shared.errors import NotFound


class Instruments:
    """Instruments by id and version; of a built-in one that was saved, 1 is the built-in."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, instrument_id: str, version: int | None = None) -> Instrument:
        """The newest version, or the one that is named. Raises NotFound."""
        row = InstrumentVersionRow
        found = select(row).where(row.instrument_id == instrument_id)
        if version is not None:
            found = found.where(row.version == version)
        newest = self._session.scalar(found.order_by(row.version.desc()).limit(1))
        if newest is not None:
            return _instrument(newest)
        if instrument_id in BUILT_IN and version in (None, BUILT_IN[instrument_id].version):
            return BUILT_IN[instrument_id]
        named = instrument_id if version is None else f"{instrument_id}, version {version}"
        raise NotFound("instrument", named)

    def newest(self) -> list[Instrument]:
        """The newest version of each."""
        row = InstrumentVersionRow
        newest = (
            select(row.instrument_id, func.max(row.version).label("version"))
            .group_by(row.instrument_id)
            .subquery()
        )
        rows = self._session.scalars(
            select(row)
            .join(
                newest,
                (newest.c.instrument_id == row.instrument_id) & (newest.c.version == row.version),
            )
            .order_by(row.instrument_id)
        )
        return list((BUILT_IN | {one.instrument_id: _instrument(one) for one in rows}).values())

    def save(self, instrument: Instrument, at: datetime) -> None:
        """Add a version of an instrument."""
        self._session.add(
            InstrumentVersionRow(
                instrument_id=instrument.instrument_id,
                version=instrument.version,
                title=dict(instrument.title),
                questions=[asdict(question) for question in instrument.questions],
                saved_at=at,
            )
        )


def _instrument(row: InstrumentVersionRow) -> Instrument:
    return Instrument(
        instrument_id=row.instrument_id,
        version=row.version,
        title=row.title,
        questions=tuple(
            Question(**{**question, "choices": tuple(question["choices"])})
            for question in row.questions
        ),
    )
