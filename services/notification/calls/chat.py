"""Calls about where chat reaches somebody, or the office, and the timers that deliver there."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification.announcing import Announcer
from services.notification.domain.chat import service_of
from services.notification.postman import Postman
from services.notification.schemas import chat as schemas
from services.notification.storage.announcements import Announcements
from services.notification.storage.people import People
from shared.service import Service, command, every, query
from shared.service.requests import page


class ChatCalls(Service):
    """Calls about where chat reaches somebody, or the office, and the timers that deliver there."""

    chat_postman: Postman
    announcer: Announcer | None

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

    @query(schemas.ListAnnouncements)
    def list_announcements(self, request: Any, session: Session) -> dict[str, Any]:
        """What was said, or is to be said, in the office's chat room; the newest first."""
        found = Announcements(session).page(request.limit + 1, request.after)
        items = [schemas.announcement_item(one) for one in found]
        return page(items, request.limit, "announcement_id")

    @every(seconds=1)
    def deliver_due_announcements(self) -> None:
        """Say what is due, where the office has a chat room."""
        if self.announcer:
            self.announcer.deliver_due()
