"""Calls about what the complaints say is needed."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.schemas import needs as schemas
from services.enrolment.storage.needs import Needs
from shared.service import Service, query


class NeedCalls(Service):
    """Calls about what the complaints say is needed."""

    @query(schemas.ListNeeds)
    def list_needs(self, request: Any, session: Session) -> dict[str, Any]:
        """The last ranking of needs, in its order, with the programmes that teach each of them."""
        needs = Needs(session)
        ranking = needs.ranking()
        if ranking is None:
            return {"items": [], "next": None}
        found = needs.page(
            ranking,
            unit_id=request.unit_id,
            competency=request.competency,
            after=int(request.after or 0),
            limit=request.limit + 1,
        )
        page = found[: request.limit]
        taught = needs.programmes(page)
        return {
            "items": [schemas.need_item(one, ranking, taught[one.competency]) for one in page],
            "next": str(page[-1].place) if len(found) > len(page) else None,
        }
