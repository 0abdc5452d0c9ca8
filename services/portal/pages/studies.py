"""One study assignment: where it stands, and the reports of its semesters."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import NotAllowed, Visit, refusal_of

_WANTED = ("planned", "due", "overdue", "escalated")


async def show_own(visit: Visit) -> Response:
    """One's own studies, the newest first; the only one at once."""
    me = visit.person.employee_id
    own = await visit.part(visit.call("enrolment", "list_studies", employee_id=me, limit=50))
    if len(own.items) == 1:
        return visit.go(f"/study/{own.items[0]['study_id']}")
    return visit.page("studies.html", own=own)


async def show(visit: Visit) -> Response:
    """For its learner, and for officers."""
    return await _page(visit, await _a_study(visit))


async def submit_report(visit: Visit) -> Response:
    """Hand in the report of a semester."""
    study = await _a_study(visit)
    semester, gpa, text = visit.field("semester"), visit.field("gpa"), visit.field("text")
    arguments: dict[str, Any] = {"semester": int(semester) if semester.isdecimal() else semester}
    if gpa:
        arguments["gpa"] = gpa.replace(",", ".")
    if text:
        arguments["text"] = text
    try:
        await visit.command(
            "enrolment",
            "submit_study_report",
            study_id=study["study_id"],
            submitted_by=visit.person.employee_id,
            **arguments,
        )
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _page(visit, study, 409, **refusal_of(refused))
    return visit.go(f"/study/{study['study_id']}", "The report has arrived.")


async def _a_study(visit: Visit) -> dict[str, Any]:
    found: dict[str, Any] = await visit.call(
        "enrolment", "get_study", study_id=visit.place("study_id")
    )
    if not visit.person.officer and found["employee_id"] != visit.person.employee_id:
        raise NotAllowed
    return found


async def _page(visit: Visit, study: dict[str, Any], status: int = 200, **facts: Any) -> Response:
    wanted = [one for one in study["reports"] if one["status"] in _WANTED]
    offering = await visit.part(
        visit.call("enrolment", "get_offering", offering_id=study["offering_id"])
    )
    typed = {name: visit.field(name) for name in ("semester", "gpa", "text")}
    return visit.page(
        "study.html",
        status,
        study=study,
        offering=offering.value,
        learner=(await visit.names([study["employee_id"]]))[study["employee_id"]],
        wanted=wanted if study["status"] == "under_way" else [],
        typed=typed,
        **facts,
    )
