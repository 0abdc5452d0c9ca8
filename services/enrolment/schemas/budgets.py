"""Requests and answers about money, in integer rupiah."""

from typing import Any, get_args

from marshmallow import fields, validate

from services.enrolment.domain.budget import Balance, Budget, Entry, Mode
from services.enrolment.schemas.common import plain, whole
from shared.service.requests import Id, Listing, Request, Title

MOST_RUPIAH = 10**15


class SaveBudget(Request):
    """amount: rupiah, from effective_on on (today where nobody says)."""

    budget_id = Id(allow_none=True)
    title = Title(required=True)
    fiscal_year = whole(1945, 9999, required=True)
    amount = whole(0, MOST_RUPIAH, required=True)
    mode = fields.String(required=True, validate=validate.OneOf(get_args(Mode)))
    effective_on = fields.Date(allow_none=True)
    unit_id = Id(allow_none=True)
    programme_id = Id(allow_none=True)


class GetBudget(Request):
    budget_id = Id(required=True)


class ListBudgets(Listing):
    fiscal_year = whole(1945, 9999, allow_none=True)


class ListBudgetEntries(Listing):
    budget_id = Id(required=True)


class RecordRefund(Request):
    enrolment_id = Id(required=True)
    amount = whole(1, MOST_RUPIAH, required=True)
    reason = Title(required=True)


def budget_view(budget: Budget, balance: Balance) -> dict[str, Any]:
    return vars(budget) | vars(balance) | {"available": balance.available}


def entry_view(entry_id: str, entry: Entry) -> dict[str, Any]:
    return {"entry_id": entry_id} | plain(vars(entry))
