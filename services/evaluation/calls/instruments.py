"""Calls about questionnaires."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import instrument
from services.evaluation.schemas import instruments as schemas
from services.evaluation.storage.instruments import Instruments
from shared.ids import new_id
from shared.service import Service, command, query


class InstrumentCalls(Service):
    """Calls about questionnaires."""

    @command(schemas.SaveInstrument)
    def save_instrument(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a questionnaire, or a new version of one: what was answered keeps the old one.

        Raises NotFound, ValidationError.
        """
        instruments = Instruments(session)
        version = 1
        if request.instrument_id:
            version = instruments.get(request.instrument_id).version + 1
        described = schemas.instrument_from(request, request.instrument_id or new_id())
        saved = replace(described, version=version)
        instrument.check(saved)
        instruments.save(saved, at=self.clock.now())
        return {"instrument_id": saved.instrument_id}

    @query(schemas.GetInstrument)
    def get_instrument(self, request: Any, session: Session) -> dict[str, Any]:
        """A questionnaire as its authors see it; the newest version where none is named.

        Raises NotFound.
        """
        found = Instruments(session).get(request.instrument_id, request.version)
        return schemas.instrument_key(found)

    @query(schemas.ListInstruments)
    def list_instruments(self, request: Any, session: Session) -> dict[str, Any]:
        """The newest version of every questionnaire, the built-in ones first."""
        found = Instruments(session).newest()
        return {"items": [schemas.instrument_item(one) for one in found], "next": None}
