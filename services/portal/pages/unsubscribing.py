"""The link at the end of a mail: no more mails like this.

Looking at it changes nothing, because programs that check mails follow every link. A mail program
posts to it at its user's word (RFC 8058).
"""

from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from services.portal.visit import Visit
from shared.links import MUTE, Link, LinkAltered, LinkExpired, LinkRefused

_VALID = timedelta(days=365)


async def ask(visit: Visit) -> Response:
    """Whether it is meant."""
    try:
        _link(visit)
    except LinkRefused as refused:
        return _refused(visit, refused)
    return visit.page("unsubscribe.html", done=False)


async def act(visit: Visit) -> Response:
    """Put the kind of mail to what is muted already."""
    try:
        link = _link(visit)
    except LinkRefused as refused:
        return _refused(visit, refused)
    reader = link.employee_id
    wishes = await visit.call("notification", "get_preferences", employee_id=reader)
    muted = [*dict.fromkeys([*wishes["muted"], link.path])]
    await visit.command("notification", "set_preferences", employee_id=reader, muted=muted)
    return visit.page("unsubscribe.html", done=True)


def _link(visit: Visit) -> Link:
    """Raises LinkRefused."""
    link = visit.house.links.read(visit.place("token"), datetime.now(UTC), _VALID)
    if link.purpose != MUTE:
        raise LinkAltered("this link is for something else")
    return link


def _refused(visit: Visit, refused: LinkRefused) -> Response:
    why = "expired" if isinstance(refused, LinkExpired) else "altered"
    return visit.page("link_refused.html", 403, why=why)
