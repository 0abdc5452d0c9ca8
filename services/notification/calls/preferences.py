"""Calls about how a person wants to be written to."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain.muting import can_be_muted
from services.notification.domain.reach import is_reached
from services.notification.schemas import preferences as schemas
from services.notification.storage.people import People
from services.notification.storage.unreachable import Unreachable
from shared.service import Service, command, query


class PreferenceCalls(Service):
    """Calls about how a person wants to be written to."""

    @query(schemas.GetPreferences)
    def get_preferences(self, request: Any, session: Session) -> dict[str, Any]:
        """How a person wants to be written to. Raises NotFound."""
        person = People(session).get(request.employee_id)
        return schemas.preferences_view(person, self.settings.language)

    @command(schemas.SetPreferences)
    def set_preferences(self, request: Any, session: Session) -> dict[str, Any]:
        """Choose language, channels, hours, digest and what not to hear of.

        Raises NotFound, ValidationError (also naming what is critical and cannot be muted).
        """
        people, wanted = People(session), schemas.wishes_in(request)
        can_be_muted(wanted.get("muted") or ())
        people.choose(request.employee_id, wanted)
        if request.language is not schemas.UNCHANGED:
            people.choose_language(request.employee_id, request.language)
        person = people.get(request.employee_id)
        if is_reached(person):
            Unreachable(session).forget([person.employee_id])
        return schemas.preferences_view(person, self.settings.language)
