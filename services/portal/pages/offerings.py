"""Offerings: what is on offer for everybody, and what officers do about it."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from services.portal.calling import Away, Refused
from services.portal.pages.schedule_form import meetings_of, schedule_from
from services.portal.visit import Visit, refusal_of

_SHOWN = 500
_ON_A_PAGE = 60
_ON_THE_LIST = ("enrolled", "completed", "not_completed")


async def show_all(visit: Visit) -> Response:
    """What lies ahead, page by page; officers see what was before, too, the newest first."""
    now = datetime.now(UTC).isoformat()
    coming, past = await visit.parts(
        visit.call("enrolment", "list_offerings", limit=_SHOWN, ends_after=now),
        _past(visit, now) if visit.person.officer else _nothing(),
    )
    ahead = sorted(
        (one for one in coming.items if not _is_off(one)), key=lambda one: one["starts_at"]
    )
    page = int(visit.asked("page")) if visit.asked("page").isdecimal() else 1
    first = max(page - 1, 0) * _ON_A_PAGE
    return visit.page(
        "offerings.html",
        ahead_away=coming.away,
        ahead=ahead[first : first + _ON_A_PAGE],
        later=page + 1 if len(ahead) > first + _ON_A_PAGE else None,
        off=[one for one in coming.items if _is_off(one)][:_ON_A_PAGE],
        past=past,
    )


async def _past(visit: Visit, now: str) -> Any:
    after = {"after": visit.asked("after")} if visit.asked("after") else {}
    return await visit.call(
        "enrolment",
        "list_offerings",
        limit=_ON_A_PAGE,
        ends_before=now,
        newest_first=True,
        **after,
    )


async def _nothing() -> None:
    return None


def _is_off(offering: dict[str, Any]) -> bool:
    return bool(offering["status"] == "cancelled")


async def show(visit: Visit) -> Response:
    """One offering; for officers with its class and its queue."""
    return await _page(visit)


async def ask_for_seat(visit: Visit) -> Response:
    """For oneself."""
    me = visit.person.employee_id
    try:
        asked = await visit.command(
            "enrolment",
            "request_enrolment",
            offering_id=visit.place("offering_id"),
            employee_id=me,
            requested_by=me,
        )
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _page(visit, 409, **refusal_of(refused))
    return visit.go(
        f"/learning/seats/{asked['enrolment_id']}", "Your request waits for a decision."
    )


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    offering_id = visit.place("offering_id")
    offering, mine = await asyncio.gather(
        visit.call("enrolment", "get_offering", offering_id=offering_id),
        visit.part(
            visit.call(
                "enrolment",
                "list_enrolments",
                offering_id=offering_id,
                employee_id=visit.person.employee_id,
            )
        ),
    )
    given: dict[str, Any] = {
        "offering": offering,
        "mine": mine.items,
        "rows": [],
        "waiting": [],
        "others": [],
    }
    if visit.person.officer:
        given |= await _class_of(visit, offering_id)
    given["evidence"] = await _evidence(visit, offering["programme_id"])
    people = [one["employee_id"] for name in ("rows", "waiting", "others") for one in given[name]]
    ahead = offering["ends_at"] >= datetime.now(UTC).isoformat()
    return visit.page(
        "offering.html", status, ahead=ahead, names=await visit.names(people), **given, **facts
    )


async def _evidence(visit: Visit, programme_id: str) -> list[dict[str, Any]]:
    """What may be said of what colleagues gained; nothing while nobody can say."""
    try:
        found = await visit.call(
            "evaluation",
            "get_evidence",
            programme_id=programme_id,
            employee_id=visit.person.employee_id,
        )
    except (Away, Refused):
        return []
    return [one for one in found["items"] if one["sentence"]]


async def _class_of(visit: Visit, offering_id: str) -> dict[str, list[dict[str, Any]]]:
    found = await visit.call("enrolment", "list_enrolments", offering_id=offering_id, limit=500)
    rows = found["items"]
    queue = [one for one in rows if one["status"] == "waitlisted"]
    return {
        "rows": [one for one in rows if one["status"] in _ON_THE_LIST],
        "waiting": sorted(queue, key=lambda one: one["queue_number"] or 0),
        "others": [one for one in rows if one["status"] not in (*_ON_THE_LIST, "waitlisted")],
    }


async def new(visit: Visit) -> Response:
    """To announce one."""
    return await _form(visit)


async def schedule(visit: Visit) -> Response:
    """Announce it; what is wrong stands beside its field."""
    asked, errors = schedule_from(visit)
    if errors:
        return await _form(visit, 400, errors=errors)
    try:
        scheduled = await visit.command("enrolment", "schedule_offering", **asked)
    except Refused as refused:
        return await _form(visit, 409, **refusal_of(refused))
    return visit.go(f"/offerings/{scheduled['offering_id']}", "The offering is announced.")


async def _form(visit: Visit, status: int = 200, **facts: Any) -> Response:
    programmes, budgets = await visit.parts(
        visit.call("enrolment", "list_programmes", limit=_SHOWN),
        visit.call("enrolment", "list_budgets", limit=_SHOWN),
    )
    chosen = visit.field("programme_id") or visit.asked("programme")
    typed = {name: str(value) for name, value in visit.form.items()} | {"programme_id": chosen}
    return visit.page(
        "offering_form.html",
        status,
        programmes=programmes,
        budgets=budgets,
        meetings=meetings_of(visit),
        typed=typed,
        **facts,
    )


async def confirm_cancelling(visit: Visit) -> Response:
    """It is asked twice: everybody will be told."""
    return await _cancelling(visit)


async def cancel(visit: Visit) -> Response:
    """Call it off."""
    offering_id = visit.place("offering_id")
    try:
        await visit.command(
            "enrolment", "cancel_offering", offering_id=offering_id, reason=visit.field("reason")
        )
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _cancelling(visit, 409, **refusal_of(refused))
    return visit.go(f"/offerings/{offering_id}", "The offering is called off; everybody is told.")


async def _cancelling(visit: Visit, status: int = 200, **facts: Any) -> Response:
    offering = await visit.call("enrolment", "get_offering", offering_id=visit.place("offering_id"))
    typed = {"reason": visit.field("reason")}
    return visit.page("offering_cancel.html", status, offering=offering, typed=typed, **facts)
