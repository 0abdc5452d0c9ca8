"""The ways in: by the identity provider, or on a trial by choosing whom to be."""

from dataclasses import asdict
from secrets import compare_digest

import structlog
from starlette.responses import RedirectResponse, Response

from services.portal import sessions
from services.portal.pages.trial import people_to_be
from services.portal.provider import Journey, NotProven, ProviderAway
from services.portal.roster import Person
from services.portal.visit import NoSuchPage, Visit, local_path

log = structlog.get_logger(__name__)

_JOURNEY = "journey"
_JOURNEY_SECONDS = 600
_BY_NUMBER = "nip"


async def show(visit: Visit) -> Response:
    """How one can sign in here."""
    wanted = local_path(visit.asked("next"))
    if not visit.house.is_trial:
        provider = visit.house.provider is not None
        return visit.page("sign_in.html", wanted=wanted, provider=provider, why=None)
    return await people_to_be(visit, wanted, visit.asked("name"))


async def choose(visit: Visit) -> Response:
    """On a trial: be somebody."""
    if not visit.house.is_trial:
        raise NoSuchPage
    person = await visit.house.roster.person(visit.field("employee_id"))
    wanted = local_path(visit.field("next"))
    if person is None or not person.active:
        return await people_to_be(visit, wanted, "", status=404)
    return _welcome(visit, person, wanted)


async def leave(visit: Visit) -> Response:
    """To the identity provider."""
    provider = visit.house.provider
    if provider is None:
        raise NoSuchPage
    journey = Journey.to(local_path(visit.asked("next")))
    try:
        response = RedirectResponse(await provider.way_there(journey), 303)
    except ProviderAway as away:
        return _failed(visit, "away", 503, str(away))
    response.set_cookie(
        _JOURNEY,
        visit.house.signatures.seal(_JOURNEY, asdict(journey)),
        max_age=_JOURNEY_SECONDS,
        httponly=True,
        samesite="lax",
        secure=visit.house.is_encrypted,
        path="/sign-in",
    )
    return response


async def come_back(visit: Visit) -> Response:
    """From the identity provider, with a code that it exchanges for who somebody is."""
    provider = visit.house.provider
    if provider is None:
        raise NoSuchPage
    kept = visit.house.signatures.read(
        _JOURNEY, visit.request.cookies.get(_JOURNEY), _JOURNEY_SECONDS
    )
    if kept is None or not compare_digest(kept["state"].encode(), visit.asked("state").encode()):
        return _failed(visit, "lost", 400, "no journey, or another state")
    journey = Journey(**kept)
    try:
        claimed = await provider.who_came_back(journey, visit.asked("code"))
    except ProviderAway as away:
        return _failed(visit, "away", 503, str(away))
    except NotProven as reason:
        return _failed(visit, "lost", 400, str(reason))
    person = await _employee(visit, claimed)
    if person is None or not person.active:
        return _failed(visit, "unknown", 403, "nobody in the roster")
    response = _welcome(visit, person, journey.wanted)
    response.delete_cookie(_JOURNEY, path="/sign-in")
    return response


async def sign_out(visit: Visit) -> Response:
    """Here; the provider's own session is its own matter."""
    response = visit.go("/", "You have signed out.")
    sessions.sign_out(response, visit.house)
    return response


async def _employee(visit: Visit, claimed: str) -> Person | None:
    """Whom the provider means: an employee by id, or by number."""
    if visit.house.settings.oidc_claim != _BY_NUMBER:
        return await visit.house.roster.person(claimed)
    answer = await visit.call("enrolment", "list_employees", nip=claimed, limit=1)
    found = [one["employee_id"] for one in answer["items"]]
    return await visit.house.roster.person(found[0]) if found else None


def _welcome(visit: Visit, person: Person, wanted: str) -> Response:
    response = visit.go(wanted if wanted != "/" else "/tasks")
    sessions.sign_in(response, visit.house, sessions.ticket_for(person))
    return response


def _failed(visit: Visit, why: str, status: int, reason: str) -> Response:
    """reason: for the log, without anything personal."""
    log.warning("a sign-in failed", why=why, reason=reason)
    return visit.page("sign_in.html", status, wanted="/", provider=True, why=why)
