"""The way in on a trial: people who have something to do there, and anybody by name."""

from typing import Any

from starlette.responses import Response

from services.portal.visit import Visit

_FOUND = 30
_PAGE = 500
_MOST_PAGES = 4
_OF_EACH = 6


async def people_to_be(visit: Visit, wanted: str, name: str, status: int = 200) -> Response:
    """wanted: the page to show afterwards."""
    if name:
        found = await visit.part(
            visit.call("enrolment", "list_employees", active=True, name=name, limit=_FOUND)
        )
        groups = [("", found.items)]
        away = found.away
    else:
        groups, away = await _suggestions(visit)
    return visit.page(
        "trial.html",
        status,
        wanted=wanted,
        name=name,
        groups=[(title, people) for title, people in groups if people],
        away=away,
    )


async def _suggestions(visit: Visit) -> tuple[list[tuple[str, list[dict[str, Any]]]], str | None]:
    """Officers; who decides requests; who has forms to answer, about themselves or others."""
    everybody, requests, forms = await visit.parts(
        _everybody(visit),
        visit.call("enrolment", "list_enrolments", status="requested", limit=_PAGE),
        visit.call("evaluation", "list_evaluations", status="open", limit=_PAGE),
    )
    known = {one["employee_id"]: one for one in everybody.value or []}
    officers = [one for one in known.values() if "officer" in one["roles"]]
    deciding = [one["approver_id"] for one in requests.items]
    about_others = [one["respondent_id"] for one in forms.items if _is_about_another(one)]
    about_oneself = [one["respondent_id"] for one in forms.items if not _is_about_another(one)]
    leading = [*deciding, *about_others, *_who_leads(known)]
    say = visit.words.say
    return [
        (say("Training officers"), officers[:_OF_EACH]),
        (say("Supervisors"), _first(known, leading)),
        (say("Learners"), _first(known, [*about_oneself, *known])),
    ], everybody.away


async def _everybody(visit: Visit) -> list[dict[str, Any]]:
    """A trial is small; of a large one the first pages do."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    for _ in range(_MOST_PAGES):
        answer = await visit.call(
            "enrolment", "list_employees", active=True, limit=_PAGE, after=after
        )
        found += answer["items"]
        after = answer["next"]
        if after is None:
            break
    return found


def _who_leads(known: dict[str, dict[str, Any]]) -> list[str]:
    return [one["supervisor_id"] for one in known.values() if one["supervisor_id"]]


def _is_about_another(form: dict[str, Any]) -> bool:
    return bool(form["respondent_id"] != form["employee_id"])


def _first(known: dict[str, dict[str, Any]], wanted: list[str | None]) -> list[dict[str, Any]]:
    """The first of these, each once."""
    return [known[one] for one in dict.fromkeys(wanted) if one in known][:_OF_EACH]
