"""Requests and answers about delegates, and the numbers of the rules."""

from typing import Any

from marshmallow import fields, validate

from services.enrolment.domain.approval import Delegation
from services.enrolment.domain.rule_numbers import RULE_NAMES
from services.enrolment.schemas.common import plain, whole
from shared.service.requests import Id, Request


class SetDelegate(Request):
    """from, until: days of the office, both included."""

    employee_id = Id(required=True)
    delegate_id = Id(required=True)
    from_day = fields.Date(required=True, data_key="from")
    until = fields.Date(required=True)


class SaveRuleNumber(Request):
    """from_day: today where nobody says."""

    name = fields.String(required=True, validate=validate.OneOf(RULE_NAMES))
    value = whole(1, 10_000, required=True)
    from_day = fields.Date(allow_none=True)
    decided_by = Id(allow_none=True)


class ListRuleNumbers(Request):
    pass


def delegation_view(delegation_id: str, delegation: Delegation) -> dict[str, Any]:
    said = plain(vars(delegation))
    return {"delegation_id": delegation_id, "from": said.pop("from_day")} | said
