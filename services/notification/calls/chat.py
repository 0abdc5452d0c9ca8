"""Calls about where chat reaches somebody, and the timer that delivers there."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain.chat import service_of
from services.notification.postman import Postman
from services.notification.schemas import chat as schemas
from services.notification.storage.people import People
from shared.service import Service, command, every, query


class ChatCalls(Service):
    """Calls about where chat reaches somebody, and the timer that delivers there."""

    chat_postman: Postman

    @command(schemas.SetChat)
    def set_chat(self, request: Any, session: Session) -> dict[str, Any]:
        """Say where chat reaches a person, who chooses it with `set_preferences(channels=…)`.

        Raises NotFound, ValidationError (url).
        """
        if request.url is not None:
            service_of(request.url)
        return schemas.chat_view(People(session).choose_chat(request.employee_id, request.url))

    @query(schemas.GetChat)
    def get_chat(self, request: Any, session: Session) -> dict[str, Any]:
        """By which service chat reaches a person. Raises NotFound."""
        return schemas.chat_view(People(session).get(request.employee_id))

    @every(seconds=1)
    def deliver_due_chat(self) -> None:
        """Send what is due; a service that is away delays no mail."""
        self.chat_postman.deliver_due()
