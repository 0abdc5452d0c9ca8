"""Other systems that hear of events: added with a secret that is shown once, tested, removed.

A secret that somebody saw is renewed.
"""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of

_SHOWN = 100


async def show(visit: Visit) -> Response:
    """All of them, and how they fare."""
    return await _page(visit)


async def act(visit: Visit) -> Response:
    """Add one, test one, renew its secret or remove it: whichever button was pressed."""
    acts = {"test": _test, "renew": _renew, "remove": _remove}
    try:
        return await acts.get(visit.field("action"), _add)(visit)
    except Refused as refused:
        return await _page(visit, 400 if refused.fields else 409, **refusal_of(refused))


async def _add(visit: Visit) -> Response:
    """The answer is the only page that ever shows this secret."""
    events = [str(one) for one in visit.form.getlist("event")]
    if not events:
        return await _page(visit, 400, errors={"events": [visit.words.say("Tick at least one.")]})
    saved = await visit.command(
        "notification",
        "save_webhook",
        url=visit.field("url"),
        events=events,
        saved_by=visit.person.employee_id,
    )
    return await _page(visit, saved=saved)


async def _test(visit: Visit) -> Response:
    tested = await visit.long_command(
        "notification",
        "test_webhook",
        webhook_id=visit.field("webhook_id"),
        tested_by=visit.person.employee_id,
    )
    return await _page(visit, tested=tested)


async def _renew(visit: Visit) -> Response:
    """As with the first secret, only the answer shows it."""
    saved = await visit.command(
        "notification",
        "renew_webhook_secret",
        webhook_id=visit.field("webhook_id"),
        renewed_by=visit.person.employee_id,
    )
    return await _page(visit, saved=saved)


async def _remove(visit: Visit) -> Response:
    await visit.command(
        "notification",
        "delete_webhook",
        webhook_id=visit.field("webhook_id"),
        deleted_by=visit.person.employee_id,
    )
    return visit.go("/webhooks", "The system hears of nothing more.")


async def _page(
    visit: Visit,
    status: int = 200,
    *,
    saved: dict[str, Any] | None = None,
    tested: dict[str, Any] | None = None,
    **facts: Any,
) -> Response:
    """saved: with its secret; tested: what became of the test"""
    listed, events = await visit.parts(
        visit.call("notification", "list_webhooks", limit=_SHOWN),
        visit.call("notification", "list_webhook_events"),
    )
    kept = facts.get("refused") or facts.get("errors")
    return visit.page(
        "webhooks.html",
        status,
        listed=listed,
        events=[one["event"] for one in events.items],
        ticked=set(map(str, visit.form.getlist("event"))) if kept else set(),
        typed={"url": visit.field("url")} if kept else {},
        saved=saved,
        tested=tested,
        **facts,
    )
