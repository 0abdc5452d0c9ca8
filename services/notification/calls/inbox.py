"""Calls about a person's messages, and the timer that forgets old ones."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain.matters import still_true
from services.notification.domain.message import Message
from services.notification.rendering import Renderer
from services.notification.schemas import messages as schemas
from services.notification.storage.announcements import Announcements
from services.notification.storage.messages import Messages
from services.notification.storage.people import People
from services.notification.storage.settlements import Settlements
from shared.service import Service, command, every, query


class InboxCalls(Service):
    """Calls about a person's messages, and the timer that forgets old ones."""

    renderer: Renderer

    @query(schemas.ListNotifications)
    def list_notifications(self, request: Any, session: Session) -> dict[str, Any]:
        """A person's messages, newest first, in the person's language."""
        page = Messages(session).page(
            request.employee_id,
            unread_only=request.unread_only,
            limit=request.limit,
            after=request.after,
        )
        return {"items": self._in_words(page.items, session), "next": page.next}

    @command(schemas.MarkRead)
    def mark_read(self, request: Any, session: Session) -> dict[str, Any]:
        """The first reading counts. Raises NotFound."""
        message = Messages(session).mark_read(request.notification_id, self.clock.now())
        return self._in_words([message], session)[0]

    @every(seconds=3600)
    def forget_old_messages(self) -> None:
        """What is older than KEEP_MESSAGES_DAYS."""
        before = self.clock.now() - timedelta(days=self.settings.keep_messages_days)
        forgotten = 1
        while forgotten:
            with self.database.transaction() as session:
                forgotten = Messages(session).forget_before(before)
        with self.database.transaction() as session:
            Settlements(session).forget_before(before)
            while Announcements(session).forget_before(before):
                pass

    def _in_words(self, messages: list[Message], session: Session) -> list[dict[str, Any]]:
        people = People(session).find(one for each in messages for one in each.mentions)
        names = {one: person.name for one, person in people.items()}
        settled = Settlements(session).reasons(one for each in messages for one in each.matters)
        items = []
        for message in messages:
            truth = still_true(message, settled)
            reader = people.get(message.employee_id)
            wanted = message.written_in or (reader and reader.language)
            language = wanted or self.settings.language
            words = self.renderer.render(truth.message or message, language, names)
            items.append(schemas.notification_item(message, words, truth.reason))
        return items
