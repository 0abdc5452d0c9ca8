"""Imports: a file is first looked at, and then imported exactly as it was looked at.

The service keeps the file between the two for an hour: this process has no memory, and a browser
cannot keep a chosen file in a page.
"""

import base64
from typing import Any

from starlette.responses import Response

from services.portal.calling import Away, Refused
from services.portal.visit import Visit, refusal_of
from services.portal.words.marking import marked

SERVICES = {
    "roster": "enrolment",
    "units": "enrolment",
    "leave": "enrolment",
    "programmes": "enrolment",
    "complaints": "enrolment",
    "measures": "enrolment",
    "skm": "evaluation",
    "gaps": "evaluation",
}
"""Which service imports which kind of file."""

_LONGEST_NAME = 100
_TOO_LATE = marked("The hour is over, and the file is no longer kept. Check it anew.")


async def show(visit: Visit) -> Response:
    """Which kinds of files there are, with their columns."""
    return await _page(visit)


async def act(visit: Visit) -> Response:
    """Look at a file, or import the one that was looked at."""
    service = SERVICES.get(visit.field("kind"))
    if service is None:
        return await _page(visit, 400, refused=visit.words.say("Choose what the file holds."))
    if visit.field("action") == "import":
        return await _import(visit, service)
    return await _check(visit, service)


async def _check(visit: Visit, service: str) -> Response:
    """What an import would do. Nothing changes."""
    name, content = await visit.upload("file")
    if not name:
        return await _page(visit, 400, refused=visit.words.say("Choose a file."))
    try:
        report = await visit.long_command(
            service,
            "check_import",
            kind=visit.field("kind"),
            file_name=name[-_LONGEST_NAME:],
            content=base64.b64encode(content).decode(),
            checked_by=visit.person.employee_id,
        )
    except Refused as refused:
        reasons = refused.fields.get("content", [refused.reason])
        return await _page(visit, 400, refused=reasons[0])
    except Away as away:  # the file would not come with a button that sends the form again
        return await _page(visit, 503, away=away.service)
    return await _page(visit, report=report)


async def _import(visit: Visit, service: str) -> Response:
    try:
        report = await visit.long_command(
            service,
            "apply_import",
            file_id=visit.field("file_id"),
            imported_by=visit.person.employee_id,
        )
    except Refused as refused:
        if refused.kind == "NotFound":
            said = visit.words.say(
                "The hour is over, and the file is no longer kept. Check it anew."
            )
            return await _page(visit, 409, refused=said)
        return await _page(visit, 409, **refusal_of(refused))
    return await _page(visit, report=report)


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    known = await visit.parts(
        *(visit.call(service, "list_import_kinds") for service in dict.fromkeys(SERVICES.values()))
    )
    given = {"report": None, "away": next((one.away for one in known if one.away), None)} | facts
    return visit.page(
        "imports.html",
        status,
        kinds=[one for part in known for one in part.items],
        chosen=visit.field("kind"),
        **given,
    )
