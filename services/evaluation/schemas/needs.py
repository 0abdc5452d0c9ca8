"""Needs, their rules and gaps, as callers describe and see them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.evaluation.domain.complaint import LONGEST_CATEGORY
from services.evaluation.domain.need_rule import ALWAYS, LONGEST_COMPETENCY, Cause, NeedRule
from services.evaluation.schemas.pieces import whole
from services.evaluation.storage.competency_gaps import Assessment
from services.evaluation.storage.rankings import Facts, Ranking
from shared.service.requests import Id, Listing, Request

MOST_GAPS = 5000
LONGEST_PERIOD = timedelta(days=1100)


def _words(longest: int, **options: Any) -> fields.String:
    said = [validate.Length(1, longest), validate.Regexp(r".*\S", error="must not be blank")]
    return fields.String(validate=said, **options)


def _share(**options: Any) -> fields.Float:
    return fields.Float(validate=validate.Range(0, 1), **options)


class SaveNeedRule(Request):
    category = _words(LONGEST_CATEGORY, required=True)
    competency = _words(LONGEST_COMPETENCY, required=True)
    trainable_share = _share(required=True)
    severity = whole(1, 5, load_default=1)
    rest_cause = fields.Enum(Cause, by_value=True, load_default=Cause.OTHER)
    effective_from = fields.Date(allow_none=True)


class ListNeedRules(Listing):
    pass


class SaveNeedMinimum(Request):
    min_complaints = whole(1, 1_000_000, required=True)
    effective_from = fields.Date(allow_none=True)


class GapFields(Request):
    unit_id = Id(allow_none=True)
    employee_id = Id(allow_none=True)
    competency = _words(LONGEST_COMPETENCY, required=True)
    gap_share = _share(required=True)
    assessed_on = fields.Date(required=True)

    @validates_schema
    def about_one(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("unit_id") is None) == (data.get("employee_id") is None):
            raise ValidationError("give either unit_id or employee_id", "unit_id")


class SaveCompetencyGaps(Request):
    rows = fields.List(
        fields.Nested(GapFields), required=True, validate=validate.Length(1, MOST_GAPS)
    )


class RankNeeds(Request):
    period_start = fields.Date(required=True)
    period_end = fields.Date(required=True)
    ranked_by = Id(allow_none=True)

    @validates_schema
    def is_a_period(self, data: dict[str, Any], **_: Any) -> None:
        length = data["period_end"] - data["period_start"]
        if length < timedelta(0):
            raise ValidationError("lies before period_start", "period_end")
        if length > LONGEST_PERIOD:
            raise ValidationError(
                f"is more than {LONGEST_PERIOD.days} days after period_start", "period_end"
            )


class ListRankedNeeds(Listing):
    ranking_id = Id(required=True)
    after = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"^[0-9]{1,9}$")
    )


class ListNeedComplaints(Listing):
    ranking_id = Id(required=True)
    unit_id = Id(required=True)
    competency = _words(LONGEST_COMPETENCY, required=True)


def rule_from(request: SimpleNamespace) -> NeedRule:
    """The rule that a caller describes."""
    return NeedRule(
        category=request.category.strip(),
        competency=request.competency.strip(),
        trainable_share=request.trainable_share,
        severity=request.severity,
        rest_cause=request.rest_cause,
        effective_from=request.effective_from or ALWAYS,
    )


def rule_item(need_rule_id: str, rule: NeedRule) -> dict[str, Any]:
    """A rule in a list. effective_from null: it has held always."""
    always = rule.effective_from == ALWAYS
    return {
        "need_rule_id": need_rule_id,
        "category": rule.category,
        "competency": rule.competency,
        "trainable_share": rule.trainable_share,
        "severity": rule.severity,
        "rest_cause": rule.rest_cause.value,
        "effective_from": None if always else rule.effective_from.isoformat(),
    }


def gap_from(row: SimpleNamespace) -> Assessment:
    """The gap that a row describes."""
    return Assessment(
        about="unit" if row.unit_id is not None else "employee",
        subject_id=row.unit_id if row.unit_id is not None else row.employee_id,
        competency=row.competency.strip(),
        gap_share=row.gap_share,
        assessed_on=row.assessed_on,
    )


def ranking_view(ranking: Ranking, needs: list[Facts], after: str | None) -> dict[str, Any]:
    """A ranking with its first needs. next: where `list_ranked_needs` goes on; null: that is all"""
    return {
        "ranking_id": ranking.ranking_id,
        "period_start": ranking.period_start.isoformat(),
        "period_end": ranking.period_end.isoformat(),
        "ranked_at": ranking.ranked_at.isoformat(),
        "ranked_by": ranking.ranked_by,
        **ranking.summary,
        "needs": needs,
        "next": after,
    }
