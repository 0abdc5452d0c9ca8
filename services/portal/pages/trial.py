"""The way in on a trial: people who have something to do there, and anybody by name."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from starlette.responses import Response

from services.portal.visit import Visit

_FOUND = 30
_PAGE = 500
_MOST_PAGES = 4
_OF_EACH = 6

_Item = dict[str, Any]
_Group = tuple[str, list[_Item]]


async def people_to_be(visit: Visit, wanted: str, name: str, status: int = 200) -> Response:
    """wanted: the page to show afterwards."""
    if name:
        found = await visit.part(
            visit.call("enrolment", "list_employees", active=True, name=name, limit=_FOUND)
        )
        groups: list[_Group] = [("", found.items)]
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


async def _suggestions(visit: Visit) -> tuple[list[_Group], str | None]:
    """Officers and operators; who decides requests; who answers forms about others, or their own.

    Where nothing waits for anybody, whoever leads and whoever could learn.
    """
    everybody, requests, forms = await visit.parts(
        _everybody(visit),
        visit.call("enrolment", "list_enrolments", status="requested", limit=_PAGE),
        visit.call("evaluation", "list_evaluations", status="open", limit=_PAGE),
    )
    known = {one["employee_id"]: one for one in everybody.value or []}
    to_decide = Counter(one["approver_id"] for one in requests.items)
    to_answer = Counter(one["respondent_id"] for one in forms.items)
    about_others = Counter(one["respondent_id"] for one in forms.items if _is_about_another(one))
    deciding = [*_busiest(to_decide), *_busiest(about_others)]
    answering = [one for one in _busiest(to_answer) if one not in deciding]
    officers = [one for one, person in known.items() if "officer" in person["roles"]]
    say = visit.words.say
    groups = [
        (say("Training officers"), _first(known, officers)),
        (say("Supervisors"), _first(known, deciding) or _first(known, _who_leads(known))),
        (say("Learners"), _first(known, answering) or _first(known, known)),
        (say("Operation"), _first(known, sorted(_operators(visit)))),
    ]
    waiting = ((say("Requests to decide"), to_decide), (say("Forms to answer"), to_answer))
    return [(title, _with(people, waiting)) for title, people in groups], everybody.away


def _busiest(counts: Counter[str]) -> list[str]:
    return [one for one, _ in counts.most_common()]


def _with(people: list[_Item], waiting: Iterable[tuple[str, Counter[str]]]) -> list[_Item]:
    """Each with what waits, and how much of it."""
    return [one | {"waiting": _waits(one["employee_id"], waiting)} for one in people]


def _waits(employee_id: str, waiting: Iterable[tuple[str, Counter[str]]]) -> list[str]:
    return [f"{title}: {count[employee_id]}" for title, count in waiting if count[employee_id]]


def _operators(visit: Visit) -> Collection[str]:
    """Who looks after the installation, where the settings say so."""
    return visit.house.settings.operators


async def _everybody(visit: Visit) -> list[_Item]:
    """A trial is small; of a large one the first pages do."""
    found: list[_Item] = []
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


def _who_leads(known: dict[str, _Item]) -> list[str]:
    return [one["supervisor_id"] for one in known.values() if one["supervisor_id"]]


def _is_about_another(form: _Item) -> bool:
    return bool(form["respondent_id"] != form["employee_id"])


def _first(known: dict[str, _Item], wanted: Iterable[str | None]) -> list[_Item]:
    """The first of these, each once."""
    return [known[one] for one in dict.fromkeys(wanted) if one in known][:_OF_EACH]
