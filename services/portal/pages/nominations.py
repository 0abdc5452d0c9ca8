"""Who is sent to an offering: found by unit or name, each answer with its reason."""

import asyncio
from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.units import unit_id_of
from services.portal.visit import Visit, refusal_of

_FOUND = 100


async def show(visit: Visit) -> Response:
    """To look people up."""
    return await _page(visit, answers=[])


async def nominate(visit: Visit) -> Response:
    """Enrol those that were ticked; one refusal leaves the others standing."""
    chosen = [str(one) for one in visit.form.getlist("employee_id")]
    if not chosen:
        return await _page(visit, 400, answers=[], refused=visit.words.say("Nobody is ticked."))
    override = visit.field("override_reason")
    try:
        answers = await visit.command(
            "enrolment",
            "nominate",
            offering_id=visit.place("offering_id"),
            employee_ids=chosen,
            nominated_by=visit.person.employee_id,
            **({"override_reason": override} if override else {}),
        )
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _page(visit, 409, answers=[], **refusal_of(refused))
    return await _page(visit, answers=answers)


async def _page(
    visit: Visit, status: int = 200, *, answers: list[dict[str, Any]], **facts: Any
) -> Response:
    typed = visit.field("unit") or visit.asked("unit")
    name = visit.field("name") or visit.asked("name")
    offering, units = await asyncio.gather(
        visit.call("enrolment", "get_offering", offering_id=visit.place("offering_id")),
        visit.unit_names(),
    )
    unit_id = unit_id_of(typed, units)
    people = await _search(visit, unit_id, name)
    ticked = {str(one) for one in visit.form.getlist("employee_id")} if not answers else set()
    return visit.page(
        "nominate.html",
        status,
        offering=offering,
        units=units,
        unit_id=unit_id,
        name=name,
        people=people,
        ticked=ticked,
        answers=answers,
        names=await visit.names(one["employee_id"] for one in answers),
        typed={"override_reason": visit.field("override_reason")},
        **facts,
    )


async def _search(visit: Visit, unit_id: str, name: str) -> list[dict[str, Any]]:
    wanted = {"unit_id": unit_id, "name": name}
    given = {key: value for key, value in wanted.items() if value}
    if not given:
        return []
    found = await visit.call("enrolment", "list_employees", active=True, limit=_FOUND, **given)
    items: list[dict[str, Any]] = found["items"]
    return items
