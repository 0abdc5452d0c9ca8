"""What is looked at before any page is shown: who asks, how often, and with whose form."""

from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request

from services.portal.calling import Away
from services.portal.house import House
from services.portal.languages import language_of
from services.portal.refusing import FileTooBig, NotOurForm, NotSignedIn, TooMuch, TooOften
from services.portal.roster import Person
from services.portal.routes import Audience, Page
from services.portal.sessions import Ticket, ticket_of
from services.portal.visit import NotAllowed, Visit

_MOST_BYTES = 2 * 1024 * 1024
_MOST_DRAINED_BYTES = 64 * 1024 * 1024
_MOST_FIELDS = 5000


async def visit_of(request: Request, house: House) -> Visit:
    """Who asks, by the cookie, and in which language."""
    words = house.words[language_of(request, house.settings.language)]
    ticket = ticket_of(request, house)
    if ticket is None or not ticket.opens(request.url.path):
        return Visit(request, house, words)
    person = await _person(house, ticket)
    if person is None or not person.active:
        return Visit(request, house, words)
    return Visit(request, house, words, ticket, person)


async def let_in(visit: Visit, page: Page) -> None:
    """Raises NotSignedIn, NotAllowed, TooOften, TooMuch, FileTooBig, NotOurForm."""
    if not visit.house.limits.allows(page.allowance, _who(visit)):
        raise TooOften
    if visit.request.method == "POST" and not page.signed:
        await _read_form(visit, page)
    if page.audience is Audience.ANYONE:
        return
    if visit.visitor is None:
        raise NotSignedIn
    if page.audience is Audience.OFFICER and not visit.person.officer:
        raise NotAllowed
    if page.audience is Audience.OPERATOR and not visit.is_operator:
        raise NotAllowed


async def _person(house: House, ticket: Ticket) -> Person | None:
    try:
        return await house.roster.person(ticket.employee_id)
    except Away:
        return ticket.as_person()


def _who(visit: Visit) -> str:
    if visit.ticket:
        return f"employee {visit.ticket.employee_id}"
    client = visit.request.client
    return f"address {client.host if client else ''}"


async def _read_form(visit: Visit, page: Page) -> None:
    """Only forms that we made for this visitor, sent from our own pages."""
    request = visit.request
    takes_file = page.file_bytes > 0 and visit.visitor is not None and visit.visitor.officer
    await _is_not_too_much(request, page.file_bytes if takes_file else 0)
    if not _comes_from_us(request, visit.house):
        raise NotOurForm
    visit.form = await request.form(max_fields=_MOST_FIELDS, max_files=1 if takes_file else 0)
    secret = visit.ticket.secret if visit.ticket else ""
    if not visit.house.signatures.is_field(visit.field("csrf"), secret):
        if "origin" not in request.headers:  # perhaps from elsewhere: nobody shall send it again
            visit.form = FormData()
        raise NotOurForm


async def _is_not_too_much(request: Request, file_bytes: int) -> None:
    """Raises TooMuch, FileTooBig."""
    if not request.headers.get("content-length", "x").isdecimal():
        raise TooMuch
    length = int(request.headers["content-length"])
    if length <= _MOST_BYTES + file_bytes:
        return
    if not file_bytes:
        raise TooMuch
    if length <= _MOST_DRAINED_BYTES:  # a browser shows no answer before it has sent everything
        async for _ in request.stream():
            pass
    raise FileTooBig


def _comes_from_us(request: Request, house: House) -> bool:
    """Browsers say where a form was sent from."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    ours = {request.headers.get("host"), urlsplit(house.settings.portal_url).netloc}
    return origin is None or urlsplit(origin).netloc in ours
