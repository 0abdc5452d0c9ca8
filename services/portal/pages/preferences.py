"""How somebody wants to be written to."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.languages import remember_language
from services.portal.visit import Visit, refusal_of
from services.portal.words import LANGUAGES

DIGESTS = ("daily", "weekly")


async def show(visit: Visit) -> Response:
    """As it is."""
    return await _page(visit)


async def save(visit: Visit) -> Response:
    """What is empty is as by default."""
    language = visit.field("language")
    try:
        await visit.command(
            "notification",
            "set_preferences",
            employee_id=visit.person.employee_id,
            language=language,
            quiet_from=visit.field("quiet_from") or None,
            quiet_to=visit.field("quiet_to") or None,
            digest=visit.field("digest") or None,
            **_mail(visit),
            **await _still_muted(visit),
        )
    except Refused as refused:
        return await _page(visit, 400, **refusal_of(refused))
    response = visit.go("/preferences", "Saved.")
    if language in LANGUAGES:
        remember_language(response, language, encrypted=visit.house.is_encrypted)
    return response


async def _still_muted(visit: Visit) -> dict[str, Any]:
    """What was muted by a link in a mail stays so, but for what was ticked to come again."""
    again = {str(one) for one in visit.form.getlist("again")}
    if not again:
        return {}
    chosen = await visit.call(
        "notification", "get_preferences", employee_id=visit.person.employee_id
    )
    return {"muted": [one for one in chosen["muted"] if one not in again]}


def _mail(visit: Visit) -> dict[str, Any]:
    """By mail and in the inbox, or in the inbox alone."""
    return {"channels": None if visit.field("by_mail") else ["inapp"]}


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    me = visit.person.employee_id
    chosen = await visit.part(visit.call("notification", "get_preferences", employee_id=me))
    names = ("language", "quiet_from", "quiet_to", "digest")
    typed = {name: (chosen.value or {}).get(name) or "" for name in names}
    by_mail = "email" in (chosen.value or {"channels": []})["channels"]
    if visit.form:
        typed = {name: visit.field(name) for name in names}
        by_mail = bool(visit.field("by_mail"))
    return visit.page(
        "preferences.html",
        status,
        chosen=chosen,
        typed=typed,
        by_mail=by_mail,
        digests=DIGESTS,
        **facts,
    )
