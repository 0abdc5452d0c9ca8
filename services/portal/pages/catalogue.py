"""The catalogue: what can be learned."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of

_NUMBERS = (
    "learning_hours",
    "cost_per_participant",
    "pass_score",
    "certificate_valid_months",
)
_ON_A_PAGE = 100
_WHOLE = ("cost_per_participant", "certificate_valid_months")


async def show(visit: Visit) -> Response:
    """All programmes, page by page."""
    after = {"after": visit.asked("after")} if visit.asked("after") else {}
    listed = await visit.part(visit.call("enrolment", "list_programmes", limit=_ON_A_PAGE, **after))
    return visit.page("programmes.html", listed=listed)


async def new(visit: Visit) -> Response:
    """To add one."""
    return _form(visit)


async def save(visit: Visit) -> Response:
    """Add it."""
    asked: dict[str, Any] = {"title": visit.field("title"), "kind": visit.field("kind")}
    competencies = visit.field("competencies").split(",")
    asked["competencies"] = [one.strip() for one in competencies if one.strip()]
    asked |= {name: _number(name, text) for name in _NUMBERS if (text := visit.field(name))}
    if visit.field("provider"):
        asked["provider"] = visit.field("provider")
    if share := visit.field("min_attendance_percent"):
        asked["min_attendance_share"] = _share(share)
    try:
        await visit.command("enrolment", "save_programme", **asked)
    except Refused as refused:
        return _form(visit, 400 if refused.fields else 409, **refusal_of(refused))
    return visit.go("/programmes", "The programme is in the catalogue.")


def _form(visit: Visit, status: int = 200, **facts: Any) -> Response:
    typed = {name: str(value) for name, value in visit.form.items()}
    return visit.page("programme_form.html", status, typed=typed, **facts)


def _number(name: str, text: str) -> float | int | str:
    """As the service wants it, or as it was typed: then the service says what is wrong."""
    plain = text.replace(",", ".")
    try:
        return int(text.replace(".", "")) if name in _WHOLE else float(plain)
    except ValueError:
        return text


def _share(percent: str) -> float | str:
    try:
        return float(percent.replace(",", ".")) / 100
    except ValueError:
        return percent
