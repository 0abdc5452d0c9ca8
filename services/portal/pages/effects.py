"""Effect studies: whether a training changed the service, and how sure that is."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.charts import interval_chart
from services.portal.visit import Visit, refusal_of

_SHOWN = 200


async def show_all(visit: Visit) -> Response:
    """The newest first."""
    studies, titles = await visit.parts(
        visit.call("evaluation", "list_studies", limit=_SHOWN), programme_titles(visit)
    )
    return visit.page("effects.html", studies=studies, titles=titles.value or {})


async def show(visit: Visit) -> Response:
    """One study: what was found, with its uncertainty and every warning."""
    return await _page(visit)


async def look(visit: Visit) -> Response:
    """Look now; before the verdict is due that is an interim look, and is called so."""
    try:
        await visit.call("evaluation", "measure_effect", study_id=visit.place("effect_id"))
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _page(visit, 409, **refusal_of(refused))
    return visit.go(visit.request.url.path, "The study was looked at.")


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    study = await visit.call("evaluation", "get_study", study_id=visit.place("effect_id"))
    titles = await visit.part(programme_titles(visit))
    looks = [*study["revisions"], *study["interim_looks"]]
    finding = study["finding"] or (looks[-1] if looks else None)
    return visit.page(
        "effect.html",
        status,
        study=study,
        title=(titles.value or {}).get(study["programme_id"], study["programme_id"]),
        finding=finding,
        chart=interval_chart(finding) if finding else None,
        **facts,
    )


async def programme_titles(visit: Visit) -> dict[str, str]:
    """By id. Raises Away."""
    listed = await visit.call("enrolment", "list_programmes", limit=500)
    return {one["programme_id"]: one["title"] for one in listed["items"]}
