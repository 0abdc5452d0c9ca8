"""What waits for somebody: requests to decide, forms to answer, reports to hand in."""

import asyncio
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from services.portal.calling import Away, Refused
from services.portal.visit import Part, Visit

_MOST_DAYS = 14
"""Of a coverage calendar beside a request."""

_SHOWN = 50
_OPEN_REPORTS = ("due", "overdue", "escalated")


async def show(visit: Visit) -> Response:
    """All of it on one page."""
    me = visit.person.employee_id
    requests, open_forms, overdue_forms, studies = await visit.parts(
        visit.call(
            "enrolment", "list_enrolments", approver_id=me, status="requested", limit=_SHOWN
        ),
        visit.call("evaluation", "list_evaluations", respondent_id=me, status="open"),
        visit.call("evaluation", "list_evaluations", respondent_id=me, status="overdue"),
        visit.call("enrolment", "list_studies", employee_id=me, status="under_way"),
    )
    forms = sorted(overdue_forms.items + open_forms.items, key=lambda one: one["due_at"])
    cards = await asyncio.gather(*(decision_about(visit, one) for one in requests.items))
    return visit.page(
        "tasks.html",
        requests=requests,
        cards=cards,
        forms=forms,
        forms_away=open_forms.away or overdue_forms.away,
        names=await visit.names(one["employee_id"] for one in [*forms, *requests.items]),
        reports=await _reports(visit, studies),
    )


async def decision_about(visit: Visit, request: dict[str, Any]) -> dict[str, Any]:
    """What helps to decide a request: the offering, the unit's days, the money."""
    (offering,) = await visit.parts(
        visit.call("enrolment", "get_offering", offering_id=request["offering_id"])
    )
    if offering.away:
        return {"enrolment": request, "offering": None, "coverage": Part(), "budget": Part()}
    learner = (await visit.names([request["employee_id"]]))[request["employee_id"]]
    coverage, budget = await asyncio.gather(
        _coverage(visit, learner["unit_id"], offering.value), _budget(visit, offering.value)
    )
    return {
        "enrolment": request,
        "offering": offering.value,
        "coverage": coverage,
        "budget": budget,
    }


async def _coverage(visit: Visit, unit_id: str, offering: dict[str, Any]) -> Part:
    first = visit.words.forms.local_day(offering["starts_at"])
    last = visit.words.forms.local_day(offering["ends_at"])
    last = min(last, first + timedelta(days=_MOST_DAYS - 1))
    days = {"from": first.isoformat(), "to": last.isoformat()}
    return await _if_known(
        visit, visit.call("enrolment", "get_coverage", unit_id=unit_id or "-", **days)
    )


async def _budget(visit: Visit, offering: dict[str, Any]) -> Part:
    if offering["budget_id"] is None:
        return Part()
    return await _if_known(
        visit, visit.call("enrolment", "get_budget", budget_id=offering["budget_id"])
    )


async def _if_known(visit: Visit, asking: Any) -> Part:
    """Nothing where there is no such record: an unknown unit has no minimum."""
    try:
        return Part(await asking)
    except Refused:
        return Part()
    except Away as away:
        return Part(away=away.service)


async def _reports(visit: Visit, studies: Part) -> list[dict[str, Any]]:
    """The reports of one's own studies that are wanted now."""
    told = await visit.parts(
        *(
            visit.call("enrolment", "get_study", study_id=one["study_id"])
            for one in studies.items[:5]
        )
    )
    return [
        {"study_id": one.value["study_id"], "title": one.value.get("title", "")} | report
        for one in told
        if one.value
        for report in one.value["reports"]
        if report["status"] in _OPEN_REPORTS
    ]
