"""The officers' desk: what needs them, and the way to everything else."""

from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of

_SHOWN = 30
_COMING = 8


async def show(visit: Visit) -> Response:
    """Requests that nobody has decided, learning elsewhere to confirm, what comes up."""
    return await _page(visit)


async def decide_learning(visit: Visit) -> Response:
    """Confirm or reject what somebody learned elsewhere."""
    reason = visit.field("reason")
    try:
        await visit.command(
            "enrolment",
            "decide_external_learning",
            learning_id=visit.field("learning_id"),
            decision=visit.field("decision"),
            decided_by=visit.person.employee_id,
            **({"reason": reason} if reason else {}),
        )
    except Refused as refused:
        return await _page(visit, 409, **refusal_of(refused))
    return visit.go("/officer", "Saved.")


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    now = datetime.now(UTC).isoformat()
    requests, elsewhere, offerings = await visit.parts(
        visit.call("enrolment", "list_enrolments", status="requested", limit=_SHOWN),
        visit.call("enrolment", "list_external_learning", status="recorded", limit=_SHOWN),
        visit.call("enrolment", "list_offerings", limit=500, ends_after=now),
    )
    coming = [one for one in offerings.items if one["status"] != "cancelled"]
    people = [one["employee_id"] for one in [*requests.items, *elsewhere.items]]
    people += [one["approver_id"] for one in requests.items]
    return visit.page(
        "officer.html",
        status,
        requests=requests,
        elsewhere=elsewhere,
        coming=sorted(coming, key=lambda one: one["starts_at"])[:_COMING],
        names=await visit.names(people),
        **facts,
    )
