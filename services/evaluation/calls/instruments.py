"""Calls about questionnaires."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import instrument
from services.evaluation.schemas import instruments as schemas
from services.evaluation.storage.instruments import Instruments
from shared.ids import new_id
from shared.service import Service, command


class InstrumentCalls(Service):
    """Calls about questionnaires."""

    @command(schemas.SaveInstrument)
    def save_instrument(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a questionnaire or replace one. Raises NotFound, ValidationError."""
        instruments = Instruments(session)
        if request.instrument_id:
            instruments.get(request.instrument_id)
        saved = schemas.instrument_from(request, request.instrument_id or new_id())
        instrument.check(saved)
        instruments.save(saved, at=self.clock.now())
        return {"instrument_id": saved.instrument_id}
