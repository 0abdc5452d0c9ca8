"""The meetings of one's seats, for a calendar that fetches them by a secret address."""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.responses import Response

from services.portal.visit import NoSuchPage, Visit
from shared.links import LinkRefused

_PURPOSE = "calendar"
_PATH = "/calendar"
_VALID = timedelta(days=800)


def asked_for(visit: Visit) -> Awaitable[Any]:
    """Which address of the visitor's calendar is good."""
    return visit.call("notification", "get_calendar_link", employee_id=visit.person.employee_id)


def address_of(visit: Visit, link: dict[str, Any] | None) -> str | None:
    """The same for all of a year, so that whoever looks twice subscribes once.

    link   as it was asked for; None: the service is away. Returns None where nothing can be shown
    """
    if link is None or link["serial"] is None:
        return None
    first = datetime(visit.today.year, 1, 1, tzinfo=UTC)
    path = _path_with(link["serial"])
    token = visit.house.links.sign(_PURPOSE, path, visit.person.employee_id, first)
    return f"{visit.house.settings.portal_url}{_PATH}/{token}"


async def fetch(visit: Visit) -> Response:
    """iCalendar, for whoever has the address."""
    try:
        link = visit.house.links.read(visit.place("token"), datetime.now(UTC), _VALID)
    except LinkRefused:
        raise NoSuchPage from None
    person = await visit.house.roster.person(link.employee_id)
    if link.purpose != _PURPOSE or person is None or not person.active:
        raise NoSuchPage
    calendar = await visit.call(
        "notification",
        "get_calendar",
        employee_id=person.employee_id,
        serial=_serial_in(link.path),
    )
    return Response(
        calendar["ics"],
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lontar.ics"'},
    )


def _path_with(serial: int) -> str:
    """Addresses from before they could be renewed have no serial."""
    return f"{_PATH}/{serial}" if serial else _PATH


def _serial_in(path: str) -> int:
    return int(path.rpartition("/")[2]) if path != _PATH else 0
