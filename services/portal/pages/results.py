"""What people answered about a programme: of groups, never of somebody."""

from typing import Any

from starlette.responses import Response

from services.portal.visit import NoSuchPage, Visit

LEVELS = ("1", "2", "3")


async def show(visit: Visit) -> Response:
    """What was learned; the answers are shown by a button, because looking is remembered."""
    return await _page(visit, None)


async def show_answers(visit: Visit) -> Response:
    """Of one level. Two looks must not differ by one person, so each is kept by the service."""
    level = visit.field("level")
    if level not in LEVELS:
        raise NoSuchPage
    answers = await visit.command(
        "evaluation", "get_results", programme_id=visit.place("programme_id"), level=int(level)
    )
    return await _page(visit, answers)


async def _page(visit: Visit, answers: dict[str, Any] | None) -> Response:
    programme_id = visit.place("programme_id")
    programme = await visit.call("enrolment", "get_programme", programme_id=programme_id)
    learned = await visit.part(visit.call("evaluation", "get_learning", programme_id=programme_id))
    return visit.page(
        "results.html", programme=programme, learned=learned, levels=LEVELS, answers=answers
    )
