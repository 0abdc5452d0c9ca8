"""Training needs: which unit needs which competency, by the complaints of a period."""

from datetime import timedelta
from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of

_SHOWN = 100
_ON_A_PAGE = 50
_A_QUARTER = timedelta(days=90)


async def show(visit: Visit) -> Response:
    """The newest ranking that was asked for, and the way to another one."""
    return await _page(visit, visit.asked("ranking"))


async def rank(visit: Visit) -> Response:
    """Of a period."""
    try:
        ranking = await visit.command(
            "evaluation",
            "rank_needs",
            period_start=visit.field("period_start"),
            period_end=visit.field("period_end"),
            ranked_by=visit.person.employee_id,
        )
    except Refused as refused:
        return await _page(visit, "", 400, **refusal_of(refused))
    return visit.go(f"/needs?ranking={ranking['ranking_id']}")


async def show_complaints(visit: Visit) -> Response:
    """What is behind one need; personal data in the texts are masked by the service."""
    wanted = {
        "ranking_id": visit.asked("ranking"),
        "unit_id": visit.asked("unit"),
        "competency": visit.asked("competency"),
    }
    found = await visit.call("evaluation", "list_need_complaints", limit=_SHOWN, **wanted)
    units = await visit.unit_names()
    return visit.page(
        "need_complaints.html",
        complaints=found["items"],
        more=found["next"] is not None,
        unit=units.get(wanted["unit_id"], wanted["unit_id"]),
        competency=wanted["competency"],
        ranking_id=wanted["ranking_id"],
    )


async def _page(visit: Visit, ranking_id: str, status: int = 200, **facts: Any) -> Response:
    found: dict[str, Any] = {"items": [], "next": None}
    if ranking_id:
        after = {"after": visit.asked("after")} if visit.asked("after") else {}
        found = await visit.call(
            "evaluation", "list_ranked_needs", ranking_id=ranking_id, limit=_ON_A_PAGE, **after
        )
    usual = {
        "period_start": (visit.today - _A_QUARTER).isoformat(),
        "period_end": visit.today.isoformat(),
    }
    return visit.page(
        "needs.html",
        status,
        ranking_id=ranking_id,
        needs=found["items"],
        more=found["next"],
        units=await visit.unit_names(),
        typed={name: visit.field(name) or value for name, value in usual.items()},
        **facts,
    )
