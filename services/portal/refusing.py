"""Pages that say no, each with its reason and with what would help. Nothing typed is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import structlog
from starlette.responses import RedirectResponse, Response

from services.portal.calling import Away, Refused
from services.portal.visit import NoSuchPage, NotAllowed, Visit

log = structlog.get_logger(__name__)


class NotSignedIn(Exception):
    """This page is for people who signed in."""


class NotOurForm(Exception):
    """A form that we did not make for this visitor, or one from before they signed in."""


class TooOften(Exception):
    """More than anybody does by hand."""


class TooMuch(Exception):
    """A form that is larger than any of ours."""


class FileTooBig(Exception):
    """A file that is larger than a service takes by call."""


class _Caught:
    why: Exception


@contextmanager
def caught() -> Iterator[_Caught]:
    """Holds on to whatever keeps a page from being shown."""
    held = _Caught()
    try:
        yield held
    except Exception as why:
        held.why = why


def answer_to(why: Exception, visit: Visit) -> Response:
    """The page that says it."""
    if isinstance(why, NotSignedIn):
        return _to_sign_in(visit)
    for kind, status in _STATUS.items():
        if isinstance(why, kind):
            return _page(visit, kind.__name__, status)
    if isinstance(why, Away):
        return _page(visit, "Away", 503, away=why.service)
    if isinstance(why, Refused):
        return _refused(visit, why)
    log.error("a page failed", path=visit.request.scope["path_params"], exc_info=why)
    return _page(visit, "Defect", 500)


_STATUS: dict[type[Exception], int] = {
    NotAllowed: 403,
    NoSuchPage: 404,
    NotOurForm: 403,
    TooOften: 429,
    TooMuch: 413,
    FileTooBig: 413,
}


def no_such_page(visit: Visit) -> Response:
    return _page(visit, "NoSuchPage", 404)


def _refused(visit: Visit, refused: Refused) -> Response:
    if refused.kind == "NotFound":
        return no_such_page(visit)
    if refused.kind == "Forbidden":
        return _page(visit, "NotAllowed", 403, rule=refused.reason)
    if refused.kind == "Conflict":
        return _page(visit, "Conflict", 409, rule=refused.reason)
    if visit.request.method == "GET":  # an address that no page of ours has
        return no_such_page(visit)
    return _page(visit, "Invalid", 400, fields=refused.fields)


def _page(visit: Visit, why: str, status: int, **facts: object) -> Response:
    """With a form that sends again what was typed, where that may help."""
    typed = [
        (name, value)
        for name, value in visit.form.multi_items()
        if name != "csrf" and isinstance(value, str)
    ]
    again = typed if why in ("Away", "Defect", "NotOurForm", "TooOften") else []
    given = {"why": why, "rule": None, "away": None, "fields": {}, "again": again} | facts
    return visit.page("refused.html", status, **given)


def _to_sign_in(visit: Visit) -> Response:
    wanted = visit.here if visit.request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)
