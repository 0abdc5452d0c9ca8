"""What was written to somebody."""

from typing import Any

from starlette.responses import Response

from services.portal.refusing import NotOurForm
from services.portal.visit import Visit

_SHOWN = 20


async def show(visit: Visit) -> Response:
    """The newest first."""
    arguments: dict[str, Any] = {"limit": _SHOWN, "unread_only": visit.asked("unread") == "1"}
    if visit.asked("after"):
        arguments["after"] = visit.asked("after")
    messages = await visit.part(
        visit.call(
            "notification",
            "list_notifications",
            employee_id=visit.person.employee_id,
            **arguments,
        )
    )
    return visit.page(
        "inbox.html", messages=messages, unread_only=arguments["unread_only"], mark=mark_of(visit)
    )


async def mark_read(visit: Visit) -> Response:
    """Only what was shown to this person: its field is marked for them."""
    notification_id = visit.field("notification_id")
    secret = f"{visit.person.employee_id} {notification_id}"
    if not visit.house.signatures.is_field(visit.field("mark"), secret):
        raise NotOurForm
    await visit.command("notification", "mark_read", notification_id=notification_id)
    return visit.go("/learning/inbox")


def mark_of(visit: Visit) -> Any:
    """Proves later that a message was shown to this person."""

    def mark(notification_id: str) -> str:
        return visit.house.signatures.field(f"{visit.person.employee_id} {notification_id}")

    return mark
