"""Calls about a person's own data, and the timer that forgets those who left."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.notification import erasing
from services.notification.calls.inbox import InboxCalls
from services.notification.schemas import privacy as schemas
from services.notification.storage.deliveries import Deliveries
from services.notification.storage.people import People
from services.notification.storage.privacy import Privacy
from shared.service import command, every, query


class PrivacyCalls(InboxCalls):
    """Calls about a person's own data, and the timer that forgets those who left."""

    @query(schemas.ExportPerson)
    def export_person(self, request: Any, session: Session) -> dict[str, Any]:
        """All that is kept of a person, addresses and messages in words. Raises NotFound."""
        privacy = Privacy(session)
        person = privacy.person(request.employee_id)
        messages = privacy.messages(request.employee_id)
        return schemas.export_view(
            person,
            People(session).get(request.employee_id).wishes,
            self._in_words(messages, session),
            Deliveries.of_all(session, [one.notification_id for one in messages]),
        )

    @command(schemas.ErasePerson)
    def erase_person(self, request: Any, session: Session) -> dict[str, Any]:
        """Take contact data and contents away for good; what is counted stays. Raises NotFound.

        What the person is told later is in the inbox only, until HR tells of them anew.
        """
        now = self.clock.now()
        counts = erasing.erase(session, request.employee_id, request.requested_by, now)
        return {"employee_id": request.employee_id, "erased": counts}

    @every(seconds=3600)
    def forget_leavers(self) -> None:
        """Contact data and wishes of who left the service KEEP_CONTACTS_DAYS ago."""
        before = self.clock.now() - timedelta(days=self.settings.keep_contacts_days)
        forgotten = 1
        while forgotten:
            with self.database.transaction() as session:
                forgotten = Privacy(session).forget_leavers(before)
