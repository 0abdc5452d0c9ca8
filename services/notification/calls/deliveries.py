"""Calls about what became of messages, and about who cannot be reached."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain.matters import still_true
from services.notification.schemas import deliveries as schemas
from services.notification.storage.deliveries import Deliveries
from services.notification.storage.messages import Messages
from services.notification.storage.settlements import Settlements
from services.notification.storage.steps import Steps
from services.notification.storage.unreachable import Unreachable
from shared.service import Service, query
from shared.service.requests import page


class DeliveryCalls(Service):
    """Calls about what became of messages, and about who cannot be reached."""

    @query(schemas.GetTimeline)
    def get_timeline(self, request: Any, session: Session) -> dict[str, Any]:
        """What became of a message on each channel, step by step. Raises NotFound."""
        message = Messages(session).get(request.notification_id)
        reasons = Settlements(session).reasons(message.matters)
        return schemas.timeline_view(
            message,
            Deliveries.of(session, message.notification_id),
            Steps(session).of(message.notification_id),
            still_true(message, reasons).reason,
        )

    @query(schemas.ListUnreachable)
    def list_unreachable(self, request: Any, session: Session) -> dict[str, Any]:
        """Whose messages reach the inbox only although they want more, by employee."""
        found = Unreachable(session).page(request.after, request.limit + 1)
        items = [schemas.unreachable_item(one) for one in found]
        return page(items, request.limit, "employee_id")
