"""What a supervisor says of all subordinates of one offering, on one page."""

from typing import Any

from starlette.responses import Response

from services.portal.pages.evaluations import CAN_BE_ANSWERED, answers_in, as_typed
from services.portal.visit import Visit


async def show(visit: Visit) -> Response:
    """A row for everybody who is asked about."""
    return await _page(visit, await _sheet(visit))


async def submit(visit: Visit) -> Response:
    """The rows in which something was said; each stands for itself."""
    sheet = await _sheet(visit)
    questions = {one["instrument_id"]: one["questions"] for one in sheet["instruments"]}
    rows = [
        {"evaluation_id": row["evaluation_id"], "answers": answers}
        for row in sheet["rows"]
        if row["status"] in CAN_BE_ANSWERED
        and (answers := answers_in(visit, questions[row["instrument_id"]], prefix_of(row)))
    ]
    if not rows:
        return await _page(visit, sheet, 400, refused=visit.words.say("Nothing was answered yet."))
    answered = await visit.command(
        "evaluation",
        "submit_sheet",
        offering_id=visit.place("offering_id"),
        respondent_id=visit.person.employee_id,
        rows=rows,
    )
    refused = {one["evaluation_id"]: one for one in answered["rows"] if one["reason"]}
    if not refused:
        return visit.go(visit.onward("/tasks"), "Thank you, your answers have arrived.")
    return await _page(visit, await _sheet(visit), 400, refusals=refused)


def prefix_of(row: dict[str, Any]) -> str:
    """What the names of a row's fields begin with."""
    return f"{row['evaluation_id']}."


async def _sheet(visit: Visit) -> dict[str, Any]:
    """Raises Refused (NotFound: nothing is asked of this person there)."""
    found: dict[str, Any] = await visit.call(
        "evaluation",
        "get_sheet",
        offering_id=visit.place("offering_id"),
        respondent_id=visit.person.employee_id,
    )
    return found


async def _page(visit: Visit, sheet: dict[str, Any], status: int = 200, **facts: Any) -> Response:
    drafts = {row["evaluation_id"]: as_typed(row["draft"]) for row in sheet["rows"]}
    typed = {
        row["evaluation_id"]: {
            key.removeprefix(prefix_of(row)): value
            for key, value in visit.form.multi_items()
            if key.startswith(prefix_of(row))
        }
        for row in sheet["rows"]
    }
    return visit.page(
        "sheet.html",
        status,
        rows=sheet["rows"],
        instruments={one["instrument_id"]: one for one in sheet["instruments"]},
        names=await visit.names(row["employee_id"] for row in sheet["rows"]),
        can_be_answered=CAN_BE_ANSWERED,
        typed=typed if visit.form else drafts,
        **({"refusals": {}} | facts),
    )
