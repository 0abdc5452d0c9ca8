"""What somebody learned and is going to: hours against the target, seats, certificates."""

from starlette.responses import Response

from services.portal.pages import calendar
from services.portal.visit import Visit

_UNDER_WAY = ("requested", "waitlisted", "enrolled")


async def show(visit: Visit) -> Response:
    """Of one year."""
    me, this_year = visit.person.employee_id, visit.today.year
    asked = visit.asked("year")
    year = int(asked) if asked.isdecimal() and 1945 <= int(asked) <= 9998 else this_year
    hours, enrolments, certificates, link = await visit.parts(
        visit.call("enrolment", "get_learning_hours", employee_id=me, year=year),
        visit.call("enrolment", "list_enrolments", employee_id=me, limit=200),
        visit.call("enrolment", "list_certificates", employee_id=me, limit=200),
        calendar.asked_for(visit),
    )
    newest_first = sorted(enrolments.items, key=lambda one: one["enrolment_id"], reverse=True)
    return visit.page(
        "learning.html",
        year=year,
        years=[this_year - 2, this_year - 1, this_year],
        hours=hours,
        coming=[one for one in newest_first if one["status"] in _UNDER_WAY],
        past=[one for one in newest_first if one["status"] not in _UNDER_WAY],
        enrolments_away=enrolments.away,
        certificates=certificates,
        calendar=calendar.address_of(visit, link.value),
    )
