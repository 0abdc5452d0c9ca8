"""The meetings of one's seats, for a calendar that fetches them by a secret address."""

from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from services.portal.visit import NoSuchPage, Visit
from shared.links import LinkRefused

_PURPOSE = "calendar"
_PATH = "/calendar"
_VALID = timedelta(days=800)


def address_of(visit: Visit) -> str:
    """The same for all of a year, so that whoever looks twice subscribes once."""
    first = datetime(visit.today.year, 1, 1, tzinfo=UTC)
    token = visit.house.links.sign(_PURPOSE, _PATH, visit.person.employee_id, first)
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
    calendar = await visit.call("notification", "get_calendar", employee_id=person.employee_id)
    return Response(
        calendar["ics"],
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lontar.ics"'},
    )
