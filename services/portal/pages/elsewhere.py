"""What somebody learned elsewhere: handed in with its proof, confirmed by an officer."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of

_FIELDS = (
    "title",
    "organiser",
    "learning_hours",
    "starts_on",
    "ends_on",
    "evidence",
    "certificate_number",
)


async def show(visit: Visit) -> Response:
    """What was handed in, and a form for more."""
    return await _page(visit)


async def hand_in(visit: Visit) -> Response:
    """An officer looks at it."""
    given: dict[str, Any] = {name: text for name in _FIELDS if (text := visit.field(name))}
    if "learning_hours" in given:
        given["learning_hours"] = given["learning_hours"].replace(",", ".")
    me = visit.person.employee_id
    try:
        await visit.command(
            "enrolment", "record_external_learning", employee_id=me, recorded_by=me, **given
        )
    except Refused as refused:
        return await _page(visit, 400 if refused.fields else 409, **refusal_of(refused))
    return visit.go("/learning/elsewhere", "Handed in; a training officer looks at it.")


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    handed_in = await visit.part(
        visit.call(
            "enrolment",
            "list_external_learning",
            employee_id=visit.person.employee_id,
            limit=200,
        )
    )
    typed = {name: visit.field(name) for name in _FIELDS}
    return visit.page("elsewhere.html", status, handed_in=handed_in, typed=typed, **facts)
