"""Complaints that have no unit yet: each gets its unit, or is set aside with the reason."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.units import unit_id_of
from services.portal.visit import Visit, refusal_of

_SHOWN = 20

Complaint = dict[str, Any]


async def show(visit: Visit) -> Response:
    """Some of them, and the way to the next ones."""
    return await _page(visit)


async def sort(visit: Visit) -> Response:
    """Whatever was filled in; one that is refused leaves the others standing."""
    decisions = _decisions(visit, await visit.unit_names())
    both = {one["complaint_id"] for one in decisions if one["unit_id"] and one["reason"]}
    if both:
        said = visit.words.say("Give a unit or a reason, not both.")
        return await _page(visit, 400, wrong=dict.fromkeys(both, said))
    if not decisions:
        return await _page(visit, 400, refused=visit.words.say("Nothing is filled in."))
    try:
        answers = await visit.command(
            "evaluation",
            "sort_complaints",
            decisions=[{name: value for name, value in one.items() if value} for one in decisions],
            sorted_by=visit.person.employee_id,
        )
    except Refused as refused:
        return await _page(visit, 400, **refusal_of(refused))
    wrong = {one["complaint_id"]: one["reason"] for one in answers if one["status"] == "refused"}
    if wrong:
        return await _page(visit, 409, wrong=wrong, sorted=len(answers) - len(wrong))
    return visit.go(_address(visit), "Saved: %(number)s.", number=len(answers))


def _decisions(visit: Visit, units: dict[str, str]) -> list[dict[str, str]]:
    """As they were filled in, by complaint."""
    ids = [key.removeprefix("unit.") for key in visit.form if key.startswith("unit.")]
    given = [
        {
            "complaint_id": one,
            "unit_id": unit_id_of(visit.field(f"unit.{one}"), units),
            "reason": visit.field(f"reason.{one}"),
        }
        for one in ids
    ]
    return [one for one in given if one["unit_id"] or one["reason"]]


def _address(visit: Visit) -> str:
    return "/complaints?aside=1" if visit.asked("aside") else "/complaints"


async def _page(
    visit: Visit,
    status: int = 200,
    *,
    wrong: dict[str, str] | None = None,
    sorted: int = 0,
    **facts: Any,
) -> Response:
    """wrong: what was refused, by complaint; sorted: how many others were not."""
    after = {"after": visit.asked("after")} if visit.asked("after") else {}
    aside = bool(visit.asked("aside"))
    listed = await visit.part(
        visit.call("evaluation", "list_triage", limit=_SHOWN, set_aside=aside, **after)
    )
    shown = {one["complaint_id"] for one in listed.items}
    return visit.page(
        "complaints.html",
        status,
        listed=listed,
        aside=aside,
        units=await visit.unit_names(),
        wrong=wrong or {},
        elsewhere={one: why for one, why in (wrong or {}).items() if one not in shown},
        sorted=sorted,
        typed={key: visit.field(key) for key in visit.form},
        **facts,
    )
