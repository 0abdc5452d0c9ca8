"""Calls about the catalogue: what can be learned."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain.programme import Programme
from services.enrolment.schemas import catalogue as schemas
from services.enrolment.schemas.common import page
from services.enrolment.storage.programmes import Programmes
from shared.ids import new_id
from shared.service import Service, command, query


class CatalogueCalls(Service):
    """Calls about the catalogue: what can be learned."""

    @command(schemas.SaveProgramme)
    def save_programme(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a programme or change one from now on. Raises NotFound (also a prerequisite)."""
        programmes = Programmes(session)
        for known in filter(None, [request.programme_id, *request.prerequisites]):
            programmes.get(known)
        facts = vars(request) | {
            "programme_id": request.programme_id or new_id(),
            "competencies": tuple(request.competencies),
            "prerequisites": tuple(request.prerequisites),
        }
        programme = Programme(**facts)
        programmes.save(programme)
        return schemas.programme_view(programme)

    @query(schemas.ListProgrammes)
    def list_programmes(self, request: Any, session: Session) -> dict[str, Any]:
        """The catalogue."""
        found = Programmes(session).page(request.after, request.limit + 1)
        items = [schemas.programme_view(one) for one in found]
        return page(items, request.limit, "programme_id")
