"""One form of an evaluation, for the person who was asked."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import NotAllowed, Visit, refusal_of

PREFIX = "answer."
CAN_BE_ANSWERED = ("open", "overdue")
_BEHAVIOUR = 3


async def show(visit: Visit) -> Response:
    """The questions; or why there are none."""
    return await _page(visit, await _an_evaluation(visit))


async def submit(visit: Visit) -> Response:
    """Hand it in, or keep it for later. What is wrong stands beside its question."""
    evaluation = await _an_evaluation(visit)
    questions = (evaluation["instrument"] or {}).get("questions", [])
    later = visit.field("action") == "later"
    try:
        await visit.command(
            "evaluation",
            "save_draft" if later else "submit_evaluation",
            evaluation_id=evaluation["evaluation_id"],
            respondent_id=visit.person.employee_id,
            answers=answers_in(visit, questions),
        )
    except Refused as refused:
        if refused.kind in ("NotFound", "Forbidden"):
            raise
        status = 400 if refused.fields else 409
        return await _page(visit, evaluation, status, **refusal_of(refused))
    if later:
        return visit.go(visit.request.url.path, "Kept for later; nobody else can see it.")
    return visit.go(visit.onward("/tasks"), "Thank you, your answers have arrived.")


async def _an_evaluation(visit: Visit) -> dict[str, Any]:
    me = visit.person.employee_id
    found: dict[str, Any] = await visit.call(
        "evaluation",
        "get_evaluation",
        evaluation_id=visit.place("evaluation_id"),
        respondent_id=me,
    )
    if found["respondent_id"] != me:
        raise NotAllowed
    return found


async def _page(
    visit: Visit, evaluation: dict[str, Any], status: int = 200, **facts: Any
) -> Response:
    names = await visit.names([evaluation["employee_id"]])
    typed = {
        key.removeprefix(PREFIX): value
        for key, value in visit.form.multi_items()
        if key.startswith(PREFIX)
    }
    return visit.page(
        "evaluation.html",
        status,
        evaluation=evaluation,
        learner=names[evaluation["employee_id"]],
        about_me=evaluation["employee_id"] == visit.person.employee_id,
        can_be_answered=evaluation["status"] in CAN_BE_ANSWERED and evaluation["instrument"],
        typed=typed if visit.form else as_typed(evaluation["draft"]),
        sheet=await _sheet_with(visit, evaluation),
        **facts,
    )


async def _sheet_with(visit: Visit, evaluation: dict[str, Any]) -> str | None:
    """The offering whose other learners the same person is asked about."""
    if evaluation["level"] != _BEHAVIOUR or evaluation["employee_id"] == visit.person.employee_id:
        return None
    seat = await visit.part(
        visit.call("enrolment", "get_enrolment", enrolment_id=evaluation["enrolment_id"])
    )
    return seat.value["offering_id"] if seat.value else None


def as_typed(draft: dict[str, Any] | None) -> dict[str, str]:
    """Answers as their fields show them: a whole number without a point."""
    return {
        key: f"{value:g}" if isinstance(value, int | float) else str(value)
        for key, value in (draft or {}).items()
    }


def answers_in(
    visit: Visit, questions: list[dict[str, Any]], prefix: str = PREFIX
) -> dict[str, Any]:
    """What was typed, by key; numbers as numbers where they are some, so that rules can speak."""
    answers: dict[str, Any] = {}
    for question in questions:
        text = visit.field(prefix + question["key"])
        if text:
            is_number = question["kind"] in ("scale", "number")
            answers[question["key"]] = _number(text) if is_number else text
    return answers


def _number(text: str) -> float | str:
    """7,5 as people here write it, too."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
