"""One form of an evaluation, for the person who was asked."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import NotAllowed, Visit, refusal_of

_PREFIX = "answer."
_CAN_BE_ANSWERED = ("open", "overdue")


async def show(visit: Visit) -> Response:
    """The questions; or why there are none."""
    return await _page(visit, await _an_evaluation(visit))


async def submit(visit: Visit) -> Response:
    """Hand it in. What is wrong stands beside its question, and what was typed stays."""
    evaluation = await _an_evaluation(visit)
    questions = (evaluation["instrument"] or {}).get("questions", [])
    try:
        await visit.command(
            "evaluation",
            "submit_evaluation",
            evaluation_id=evaluation["evaluation_id"],
            respondent_id=visit.person.employee_id,
            answers=_answers(visit, questions),
        )
    except Refused as refused:
        if refused.kind in ("NotFound", "Forbidden"):
            raise
        status = 400 if refused.fields else 409
        return await _page(visit, evaluation, status, **refusal_of(refused))
    return visit.go("/tasks", "Thank you, your answers have arrived.")


async def _an_evaluation(visit: Visit) -> dict[str, Any]:
    found: dict[str, Any] = await visit.call(
        "evaluation", "get_evaluation", evaluation_id=visit.place("evaluation_id")
    )
    if found["respondent_id"] != visit.person.employee_id:
        raise NotAllowed
    return found


async def _page(
    visit: Visit, evaluation: dict[str, Any], status: int = 200, **facts: Any
) -> Response:
    names = await visit.names([evaluation["employee_id"]])
    typed = {
        key.removeprefix(_PREFIX): value
        for key, value in visit.form.multi_items()
        if key.startswith(_PREFIX)
    }
    return visit.page(
        "evaluation.html",
        status,
        evaluation=evaluation,
        learner=names[evaluation["employee_id"]],
        about_me=evaluation["employee_id"] == visit.person.employee_id,
        can_be_answered=evaluation["status"] in _CAN_BE_ANSWERED and evaluation["instrument"],
        typed=typed,
        **facts,
    )


def _answers(visit: Visit, questions: list[dict[str, Any]]) -> dict[str, Any]:
    """What was typed, by key; numbers as numbers where they are some, so that rules can speak."""
    answers: dict[str, Any] = {}
    for question in questions:
        text = visit.field(_PREFIX + question["key"])
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
