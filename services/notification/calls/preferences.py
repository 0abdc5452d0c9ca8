"""Calls about how a person wants to be written to."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification.schemas import preferences as schemas
from services.notification.storage.people import People
from shared.service import Service, command, query


class PreferenceCalls(Service):
    """Calls about how a person wants to be written to."""

    @query(schemas.GetPreferences)
    def get_preferences(self, request: Any, session: Session) -> dict[str, Any]:
        """How a person wants to be written to. Raises NotFound."""
        person = People(session).get(request.employee_id)
        language = person.language or self.settings.language
        return {"employee_id": person.employee_id, "language": language}

    @command(schemas.SetPreferences)
    def set_preferences(self, request: Any, session: Session) -> dict[str, Any]:
        """Choose the language of one's messages. Raises NotFound."""
        people = People(session)
        if request.language is not schemas.UNCHANGED:
            people.choose_language(request.employee_id, request.language)
        language = people.get(request.employee_id).language or self.settings.language
        return {"employee_id": request.employee_id, "language": language}
