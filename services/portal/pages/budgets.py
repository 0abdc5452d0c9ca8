"""Budgets: where the money is."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.visit import Visit, refusal_of


async def show(visit: Visit) -> Response:
    """Of one year or all."""
    return await _page(visit)


async def save(visit: Visit) -> Response:
    """Add one."""
    amount = visit.field("amount").replace(".", "").replace(" ", "")
    year = visit.field("fiscal_year")
    asked: dict[str, Any] = {
        "title": visit.field("title"),
        "fiscal_year": int(year) if year.isdecimal() else year,
        "amount": int(amount) if amount.isdecimal() else amount,
        "mode": visit.field("mode"),
    }
    try:
        await visit.command("enrolment", "save_budget", **asked)
    except Refused as refused:
        return await _page(visit, 400 if refused.fields else 409, **refusal_of(refused))
    return visit.go("/budgets", "The budget is saved.")


async def _page(visit: Visit, status: int = 200, **facts: Any) -> Response:
    asked = visit.asked("year")
    year = {"fiscal_year": int(asked)} if asked.isdecimal() and len(asked) == 4 else {}
    listed = await visit.part(visit.call("enrolment", "list_budgets", limit=200, **year))
    typed = {name: str(value) for name, value in visit.form.items()}
    usual = {"fiscal_year": str(visit.today.year), "mode": "restrictive"}
    return visit.page("budgets.html", status, listed=listed, typed=usual | typed, **facts)
