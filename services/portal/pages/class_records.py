"""The class of an offering: attendance and results of everybody on one page."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of

PRESENCES = ("present", "excused", "absent")
_MOST = 500


async def show(visit: Visit) -> Response:
    """Everybody with a seat, with what is recorded."""
    return await _page(visit)


async def save(visit: Visit) -> Response:
    """Attendance, or the results: whichever button was pressed."""
    offering, seated = await _class(visit)
    try:
        if visit.field("action") == "complete":
            return await _complete(visit, offering, seated)
        return await _record(visit, offering, seated)
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _page(visit, 409, **refusal_of(refused))


async def _record(visit: Visit, offering: dict[str, Any], seated: list[dict[str, Any]]) -> Response:
    """What was marked, and only that; a blank stays unknown."""
    records = [
        {"employee_id": one["employee_id"], "meeting": meeting, "status": status}
        for one in seated
        if one["status"] == "enrolled"
        for meeting, known in enumerate(one["meetings"])
        if (status := visit.field(f"at.{one['enrolment_id']}.{meeting}")) in PRESENCES
        and status != known
    ]
    if records:
        await visit.command(
            "enrolment",
            "record_attendance",
            offering_id=offering["offering_id"],
            records=records,
            recorded_by=visit.person.employee_id,
        )
    here = f"/offerings/{offering['offering_id']}/class"
    return visit.go(here, "Attendance is saved: %(number)s.", number=len(records))


async def _complete(
    visit: Visit, offering: dict[str, Any], seated: list[dict[str, Any]]
) -> Response:
    """The results of those that have one; the others stay enrolled."""
    results: list[dict[str, Any]] = []
    for one in seated:
        outcome = visit.field(f"result.{one['enrolment_id']}")
        if one["status"] != "enrolled" or outcome not in ("passed", "failed"):
            continue
        result = {"employee_id": one["employee_id"], "passed": outcome == "passed"}
        if score := visit.field(f"score.{one['enrolment_id']}"):
            result["score"] = score.replace(",", ".")
        results.append(result)
    if not results:
        return await _page(visit, 400, refused=visit.words.say("Nobody was given a result."))
    now = datetime.now(UTC).isoformat()
    done = await visit.command(
        "enrolment",
        "complete_offering",
        offering_id=offering["offering_id"],
        completed_at=visit.field("completed_at") or now,
        results=results,
    )
    return visit.go(
        f"/offerings/{offering['offering_id']}/class",
        "Results are recorded: %(completed)s completed, %(not_completed)s not.",
        **done,
    )


async def _class(visit: Visit) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    offering_id = visit.place("offering_id")
    offering, attendance = await asyncio.gather(
        visit.call("enrolment", "get_offering", offering_id=offering_id),
        visit.call("enrolment", "list_attendance", offering_id=offering_id, limit=_MOST),
    )
    return offering, attendance["items"]


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    offering, seated = await _class(visit)
    names = await visit.names(one["employee_id"] for one in seated)
    now = datetime.now(UTC).isoformat()
    return visit.page(
        "class.html",
        status,
        offering=offering,
        seated=sorted(seated, key=lambda one: names[one["employee_id"]]["name"]),
        names=names,
        presences=PRESENCES,
        has_ended=offering["ends_at"] <= now,
        completed_at=visit.field("completed_at") or now,
        typed={name: str(value) for name, value in visit.form.items()},
        **facts,
    )
