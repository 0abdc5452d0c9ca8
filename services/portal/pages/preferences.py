"""How somebody wants to be written to, and the secret addresses of their calendar and chat."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.languages import remember_language
from services.portal.pages import calendar
from services.portal.visit import Visit, refusal_of
from services.portal.words import LANGUAGES

DIGESTS = ("daily", "weekly")
_FIELDS_OF_WAYS = {"email": "by_mail", "chat": "by_chat"}


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
            **_ways(visit),
            **await _still_muted(visit),
        )
    except Refused as refused:
        return await _page(visit, 400, **refusal_of(refused))
    response = visit.go("/preferences", "Saved.")
    if language in LANGUAGES:
        remember_language(response, language, encrypted=visit.house.is_encrypted)
    return response


async def change_calendar(visit: Visit) -> Response:
    """A new address in the place of the one before, or none."""
    revoke = visit.field("action") == "revoke"
    await visit.command(
        "notification",
        "revoke_calendar_link" if revoke else "renew_calendar_link",
        employee_id=visit.person.employee_id,
    )
    if revoke:
        return visit.go("/preferences#calendar", "The address is good no more.")
    return visit.go("/preferences#calendar", "There is a new address.")


async def change_chat(visit: Visit) -> Response:
    """Where chat reaches the visitor, or nowhere; the address itself is never shown again."""
    url = visit.field("url")
    if visit.field("action") != "forget" and not url:
        return await _page(visit, 400, errors={"url": ["must not be blank"]})
    try:
        await visit.command(
            "notification",
            "set_chat",
            employee_id=visit.person.employee_id,
            url=None if visit.field("action") == "forget" else url,
        )
    except Refused as refused:
        return await _page(visit, 400, **refusal_of(refused))
    return visit.go("/preferences#chat", "Saved.")


async def _still_muted(visit: Visit) -> dict[str, Any]:
    """What was muted by a link in a mail stays so, but for what was ticked to come again."""
    again = {str(one) for one in visit.form.getlist("again")}
    if not again:
        return {}
    chosen = await visit.call(
        "notification", "get_preferences", employee_id=visit.person.employee_id
    )
    return {"muted": [one for one in chosen["muted"] if one not in again]}


def _ways(visit: Visit) -> dict[str, Any]:
    """In the order in which they are tried; the inbox has everything anyway."""
    chosen = [way for way in ("chat", "email") if visit.field(_FIELDS_OF_WAYS[way])]
    return {"channels": None if chosen == ["email"] else [*chosen, "inapp"]}


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    me = visit.person.employee_id
    chosen, chat, link = await visit.parts(
        visit.call("notification", "get_preferences", employee_id=me),
        visit.call("notification", "get_chat", employee_id=me),
        calendar.asked_for(visit),
    )
    names = ("language", "quiet_from", "quiet_to", "digest")
    typed = {name: (chosen.value or {}).get(name) or "" for name in names}
    ways = set((chosen.value or {"channels": []})["channels"])
    if "language" in visit.form:
        typed = {name: visit.field(name) for name in names}
        ways = {way for way, field in _FIELDS_OF_WAYS.items() if visit.field(field)}
    return visit.page(
        "preferences.html",
        status,
        chosen=chosen,
        typed=typed,
        by_mail="email" in ways,
        by_chat="chat" in ways,
        chat=chat,
        chat_url=visit.field("url"),
        calendar=calendar.address_of(visit, link.value),
        calendar_away=link.away,
        digests=DIGESTS,
        **facts,
    )
