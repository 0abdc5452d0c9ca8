"""Policies, as callers describe them."""

from types import SimpleNamespace
from typing import get_args

from marshmallow import fields, validate

from services.evaluation.domain.policy import (
    Moment,
    Policy,
    PolicyItem,
    ProgrammeKind,
    Respondent,
)
from services.evaluation.schemas.pieces import whole
from shared.service.requests import Id, Request

_LONGEST_DAYS = 3650


class PolicyItemFields(Request):
    level = whole(1, 4, required=True)
    respondent = fields.Enum(Respondent, by_value=True, required=True)
    opens_after_days = whole(0, _LONGEST_DAYS, required=True)
    due_within_days = whole(1, _LONGEST_DAYS, allow_none=True)
    due_within_working_days = whole(1, _LONGEST_DAYS, allow_none=True)
    remind_before_days = whole(0, _LONGEST_DAYS, load_default=1)
    instrument_id = Id(allow_none=True)
    at = fields.Enum(Moment, by_value=True, load_default=Moment.COMPLETION)


class SavePolicy(Request):
    policy_id = Id(allow_none=True)
    programme_id = Id(allow_none=True)
    programme_kind = fields.String(
        allow_none=True, validate=validate.OneOf(get_args(ProgrammeKind))
    )
    min_learning_hours = fields.Float(allow_none=True, validate=validate.Range(0))
    items = fields.List(
        fields.Nested(PolicyItemFields), required=True, validate=validate.Length(1, 50)
    )


def policy_from(request: SimpleNamespace, policy_id: str) -> Policy:
    """The policy that a caller describes."""
    return Policy(
        policy_id=policy_id,
        programme_id=request.programme_id,
        programme_kind=request.programme_kind,
        min_learning_hours=request.min_learning_hours,
        items=tuple(PolicyItem(**vars(item)) for item in request.items),
    )
