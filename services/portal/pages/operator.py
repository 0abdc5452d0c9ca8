"""The operator's page: how the three services are, and what did not go through."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from services.portal.calling import Away, Refused
from services.portal.visit import NoSuchPage, Part, Visit, refusal_of

SERVICES = ("enrolment", "evaluation", "notification")
STATES = ("parked", "held", "refused", "discarded")

_PATIENCE_SECONDS = 3.0
"""Whoever asks whether a service is down must not wait as long as for a service that is slow."""

_OF_EACH = 10
_OF_ONE = 25


async def show(visit: Visit) -> Response:
    """Health of all; the newest of what waits at each, or page by page at one."""
    return await _page(visit)


async def act(visit: Visit) -> Response:
    """Retry or discard one of the list."""
    refused = await _act(visit, _known(visit.field("service")), visit.field("parked_id"))
    if isinstance(refused, Response):
        return refused
    return await _page(visit, 409, **refused)


async def show_one(visit: Visit) -> Response:
    """Everything about one but what concerns a person."""
    return await _one(visit)


async def act_on_one(visit: Visit) -> Response:
    """Retry or discard it."""
    refused = await _act(visit, _known(visit.place("service")), visit.place("parked_id"))
    if isinstance(refused, Response):
        return refused
    return await _one(visit, 409, **refused)


async def _act(visit: Visit, service: str, parked_id: str) -> Response | dict[str, Any]:
    """Onward to the list; or why not, as facts of a page."""
    me, here = visit.person.employee_id, _list_address(visit)
    try:
        if visit.field("action") == "discard":
            await visit.command(
                service,
                "discard_parked",
                parked_id=parked_id,
                reason=visit.field("reason"),
                discarded_by=me,
            )
            return visit.go(here, "It is discarded, and kept with your reason.")
        await visit.command(service, "retry_parked", parked_id=parked_id, retried_by=me)
    except Refused as refused:
        if refused.kind == "NotFound":
            return visit.go(here, "It has gone through meanwhile.")
        return refusal_of(refused) | {"about": parked_id}
    return visit.go(here, "It is tried again now.")


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    chosen = visit.asked("service")
    listed = [_known(chosen)] if chosen else list(SERVICES)
    health, lists = await asyncio.gather(
        asyncio.gather(*(_soon(visit, one, "get_health") for one in SERVICES)),
        asyncio.gather(*(_soon(visit, one, "list_parked", **_wanted(visit)) for one in listed)),
    )
    return visit.page(
        "operator.html",
        status,
        health=dict(zip(SERVICES, health, strict=True)),
        lists=dict(zip(listed, lists, strict=True)),
        states=STATES,
        services=SERVICES,
        wanted={name: visit.asked(name) for name in ("service", "state", "event")},
        more=lambda service, after: _address(visit, service=service, after=after),
        **({"about": None} | facts),
    )


async def _one(visit: Visit, status: int = 200, **facts: Any) -> Response:
    service = _known(visit.place("service"))
    message = await visit.call(service, "get_parked", parked_id=visit.place("parked_id"))
    return visit.page(
        "operator_message.html",
        status,
        message=message,
        service=service,
        **({"about": None} | facts),
    )


def _wanted(visit: Visit) -> dict[str, Any]:
    """The filter, as arguments; of one service with pages."""
    asked = {name: visit.asked(name) for name in ("state", "event")}
    if visit.asked("service"):
        asked |= {"after": visit.asked("after")}
    limit = _OF_ONE if visit.asked("service") else _OF_EACH
    return {name: value for name, value in asked.items() if value} | {"limit": limit}


async def _soon(visit: Visit, service: str, method: str, **arguments: Any) -> Part:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return Part(await visit.call(service, method, **arguments))
    except (TimeoutError, Away):
        return Part(away=service)


def _known(service: str) -> str:
    """Raises NoSuchPage."""
    if service not in SERVICES:
        raise NoSuchPage
    return service


def _list_address(visit: Visit) -> str:
    """The list as it was looked at; from a single message the whole of it."""
    return visit.here if visit.request.url.path == "/operator" else "/operator"


def _address(visit: Visit, **changed: str) -> str:
    """The list with the same filter, and something else."""
    asked = {name: visit.asked(name) for name in ("state", "event")} | changed
    return f"/operator?{urlencode({name: value for name, value in asked.items() if value})}"
