"""Signed links in messages: they open the one page that they were made for, without a password."""

from datetime import UTC, datetime, timedelta

import structlog
from starlette.responses import Response

from services.portal import sessions
from services.portal.visit import Visit, local_path
from shared.links import LinkExpired, LinkRefused

log = structlog.get_logger(__name__)

PURPOSE = "open"
VALID = timedelta(days=30)
"""As long as the slowest form stays open, and no longer."""


async def follow(visit: Visit) -> Response:
    """Sign in for this page and what lies below it; whoever is signed in stays so."""
    try:
        link = visit.house.links.read(visit.place("token"), datetime.now(UTC), VALID)
    except LinkExpired:
        return _refused(visit, "expired")
    except LinkRefused:
        return _refused(visit, "altered")
    person = await visit.house.roster.person(link.employee_id)
    if link.purpose != PURPOSE or person is None or not person.active:
        return _refused(visit, "altered")
    path = local_path(link.path)
    response = visit.go(path)
    if visit.visitor is None or visit.visitor.employee_id != person.employee_id:
        ticket = sessions.ticket_for(person, only=(path.partition("?")[0],))
        sessions.sign_in(response, visit.house, ticket)
    return response


def _refused(visit: Visit, why: str) -> Response:
    log.info("a link was refused", why=why)
    return visit.page("link_refused.html", 403, why=why)
