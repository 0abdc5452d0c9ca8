"""Calls about the catalogue: what can be learned, and from whom."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.cataloguing import programme_from, save_programme
from services.enrolment.domain.provider import Provider, agreement_makes_sense
from services.enrolment.schemas import catalogue as schemas
from services.enrolment.storage.programmes import Programmes
from services.enrolment.storage.providers import Providers
from shared.ids import new_id
from shared.service import Service, command, query
from shared.service.requests import page


class CatalogueCalls(Service):
    """Calls about the catalogue: what can be learned, and from whom."""

    @command(schemas.SaveProgramme)
    def save_programme(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a programme or change one from now on; announced offerings keep their version.

        Raises NotFound (also a prerequisite), ValidationError.
        """
        if request.programme_id:
            Programmes(session).get(request.programme_id)
        programme = programme_from(request, request.programme_id or new_id())
        return schemas.programme_view(save_programme(session, programme))

    @query(schemas.GetProgramme)
    def get_programme(self, request: Any, session: Session) -> dict[str, Any]:
        """One programme as it is now. Raises NotFound."""
        return schemas.programme_view(Programmes(session).get(request.programme_id))

    @query(schemas.ListProgrammes)
    def list_programmes(self, request: Any, session: Session) -> dict[str, Any]:
        """The catalogue."""
        found = Programmes(session).page(request.after, request.limit + 1)
        items = [schemas.programme_view(one) for one in found]
        return page(items, request.limit, "programme_id")

    @command(schemas.SaveProvider)
    def save_provider(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a university or training centre, or change one from now on.

        Raises NotFound, ValidationError, Conflict (the name is taken).
        """
        providers = Providers(session)
        if request.provider_id:
            providers.get(request.provider_id)
        facts = vars(request) | {"provider_id": request.provider_id or new_id()}
        provider = Provider(**facts)
        agreement_makes_sense(provider)
        providers.save(provider)
        return schemas.provider_view(provider)

    @query(schemas.ListProviders)
    def list_providers(self, request: Any, session: Session) -> dict[str, Any]:
        """Who gives programmes, with capacity and agreement."""
        found = Providers(session).page(request.after, request.limit + 1)
        items = [schemas.provider_view(one) for one in found]
        return page(items, request.limit, "provider_id")
