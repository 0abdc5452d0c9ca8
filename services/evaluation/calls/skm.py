"""Calls about what citizens said of a service."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain.skm import together
from services.evaluation.schemas import skm as schemas
from services.evaluation.storage.result_numbers import ResultNumbers
from services.evaluation.storage.skm import Period, Skm
from shared.errors import NotFound, ValidationError
from shared.service import Service, query


class SkmCalls(Service):
    """Calls about what citizens said of a service."""

    @query(schemas.GetSkm)
    def get_skm(self, request: Any, session: Session) -> dict[str, Any]:
        """The satisfaction index of a unit and period, with its grade and nine elements.

        Raises NotFound (unit), ValidationError.
        """
        if request.last < request.first:
            raise ValidationError("the period is not valid", {"to": ["lies before from"]})
        skm = Skm(session)
        if not skm.knows_unit(request.unit_id):
            raise NotFound("unit", request.unit_id)
        period = Period(unit_id=request.unit_id, first=request.first, last=request.last)
        ratings = together(skm.ratings(period))
        return schemas.skm_view(period, ratings, ResultNumbers(session).decided())
