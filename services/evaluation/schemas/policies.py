"""Policies, as callers describe them."""

from dataclasses import asdict
from types import SimpleNamespace
from typing import Any, get_args

from marshmallow import ValidationError, fields, validate

from services.evaluation.domain.policy import (
    CLOSES_AFTER_DAYS,
    Moment,
    Policy,
    PolicyItem,
    ProgrammeKind,
    Respondent,
)
from services.evaluation.schemas.pieces import whole
from shared.service.requests import Id, Request

_LONGEST_DAYS = 3650
_MOST_REMINDERS = 10


class ReminderDays(fields.Field[tuple[int, ...]]):
    """One number of days, or a list of at most ten; 0: no reminder."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> tuple[int, ...]:
        given = value if isinstance(value, list) else [value]
        if len(given) > _MOST_REMINDERS:
            raise ValidationError(f"at most {_MOST_REMINDERS} reminder points")
        for days in given:
            if not isinstance(days, int) or isinstance(days, bool):
                raise ValidationError("must be a whole number of days, or a list of them")
            if not 0 <= days <= _LONGEST_DAYS:
                raise ValidationError(f"must be from 0 to {_LONGEST_DAYS} days")
        return tuple(sorted({days for days in given if days}, reverse=True))


class PolicyItemFields(Request):
    level = whole(1, 4, required=True)
    respondent = fields.Enum(Respondent, by_value=True, required=True)
    opens_after_days = whole(0, _LONGEST_DAYS, required=True)
    due_within_days = whole(1, _LONGEST_DAYS, allow_none=True)
    due_within_working_days = whole(1, _LONGEST_DAYS, allow_none=True)
    remind_before_days = ReminderDays(load_default=(1,))
    instrument_id = Id(allow_none=True)
    at = fields.Enum(Moment, by_value=True, load_default=Moment.COMPLETION)


class SavePolicy(Request):
    policy_id = Id(allow_none=True)
    programme_id = Id(allow_none=True)
    programme_kind = fields.String(
        allow_none=True, validate=validate.OneOf(get_args(ProgrammeKind))
    )
    min_learning_hours = fields.Float(allow_none=True, validate=validate.Range(0))
    closes_after_days = whole(0, _LONGEST_DAYS, load_default=CLOSES_AFTER_DAYS)
    effective_from = fields.Date(allow_none=True)
    items = fields.List(
        fields.Nested(PolicyItemFields), required=True, validate=validate.Length(1, 50)
    )


class ListPolicies(Request):
    pass


def policy_view(policy: Policy) -> dict[str, Any]:
    """A version of a policy; instrument_id: what an item asks with, null for the system."""
    return {
        "policy_id": policy.policy_id,
        "version": policy.version,
        "programme_id": policy.programme_id,
        "programme_kind": policy.programme_kind,
        "min_learning_hours": policy.min_learning_hours,
        "closes_after_days": policy.closes_after_days,
        "effective_from": policy.effective_from and policy.effective_from.isoformat(),
        "items": [
            asdict(item)
            | {
                "respondent": item.respondent.value,
                "at": item.at.value,
                "remind_before_days": list(item.remind_before_days),
                "instrument_id": item.asks_with,
            }
            for item in policy.items
        ],
    }


def policy_from(request: SimpleNamespace, policy_id: str) -> Policy:
    """The policy that a caller describes."""
    return Policy(
        policy_id=policy_id,
        programme_id=request.programme_id,
        programme_kind=request.programme_kind,
        min_learning_hours=request.min_learning_hours,
        closes_after_days=request.closes_after_days,
        effective_from=request.effective_from,
        items=tuple(PolicyItem(**vars(item)) for item in request.items),
    )
