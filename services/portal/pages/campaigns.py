"""Campaigns: evidence for those who doubt, read and approved by an officer before it goes out."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of


async def show_all(visit: Visit) -> Response:
    """The newest first, and the way to draft one."""
    return await _list(visit)


async def draft(visit: Visit) -> Response:
    """Gather what may be said today."""
    position = visit.field("position")
    try:
        drafted = await visit.command(
            "notification",
            "draft_campaign",
            programme_id=visit.field("programme_id"),
            **({"position": position} if position else {}),
        )
    except Refused as refused:
        return await _list(visit, 409, **refusal_of(refused))
    return visit.go(f"/campaigns/{drafted['campaign_id']}")


async def show(visit: Visit) -> Response:
    """What it says, to how many, and what came of it."""
    return await _page(visit)


async def decide(visit: Visit) -> Response:
    """Let it go out, or stop it."""
    campaign_id, me = visit.place("campaign_id"), visit.person.employee_id
    try:
        if visit.field("action") == "approve":
            await visit.command(
                "notification", "approve_campaign", campaign_id=campaign_id, approved_by=me
            )
            return visit.go(visit.request.url.path, "The campaign goes out.")
        await visit.command("notification", "stop_campaign", campaign_id=campaign_id, stopped_by=me)
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _page(visit, 409, **refusal_of(refused))
    return visit.go(visit.request.url.path, "The campaign is stopped.")


async def _list(visit: Visit, status: int = 200, **facts: Any) -> Response:
    campaigns, programmes = await visit.parts(
        visit.call("notification", "list_campaigns", limit=100),
        visit.call("enrolment", "list_programmes", limit=500),
    )
    typed = {name: visit.field(name) for name in ("programme_id", "position")}
    return visit.page(
        "campaigns.html", status, campaigns=campaigns, programmes=programmes, typed=typed, **facts
    )


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    campaign = await visit.call(
        "notification", "get_campaign", campaign_id=visit.place("campaign_id")
    )
    return visit.page("campaign.html", status, campaign=campaign, **facts)
