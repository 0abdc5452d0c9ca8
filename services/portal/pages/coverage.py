"""The coverage calendar of a unit: who is on duty, day by day, in a month."""

from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.units import unit_id_of
from services.portal.visit import NotAllowed, Part, Visit


async def show(visit: Visit) -> Response:
    """Officers choose any unit; whoever leads people sees where these and they work."""
    units = await _units(visit)
    asked = unit_id_of(visit.asked("unit"), units) or visit.person.unit_id
    if asked not in units and not visit.person.officer:
        raise NotAllowed
    first = _month(visit)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    days = {"from": first.isoformat(), "to": last.isoformat()}
    calendar = Part()
    try:
        calendar = await visit.part(
            visit.call("enrolment", "get_coverage", unit_id=asked or "-", **days)
        )
    except Refused as refused:
        if refused.kind != "NotFound":
            raise
    away = [one for day in (calendar.value or {"days": []})["days"] for one in day["away"]]
    return visit.page(
        "coverage.html",
        units=units,
        unit_id=asked,
        calendar=calendar,
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=last + timedelta(days=1),
        names=await visit.names(one["employee_id"] for one in away),
    )


async def _units(visit: Visit) -> dict[str, str]:
    """Names by id, of the units that this person may look at. Raises NotAllowed."""
    person = visit.person
    if not person.officer and not person.leads:
        raise NotAllowed
    names = await visit.house.units.names()
    if person.officer:
        return names
    led: Any = await visit.call(
        "enrolment", "list_employees", supervisor_id=person.employee_id, active=True, limit=500
    )
    ids = {person.unit_id} | {one["unit_id"] for one in led["items"]}
    return {one: names.get(one, one) for one in sorted(ids)}


def _month(visit: Visit) -> date:
    """The first day of the month that was asked for, else of this one."""
    try:
        return date.fromisoformat(f"{visit.asked('month')}-01")
    except ValueError:
        return visit.today.replace(day=1)
