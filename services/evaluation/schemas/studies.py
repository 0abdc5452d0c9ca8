"""Effect studies, as callers register and see them."""

from typing import Any, get_args

from marshmallow import fields, validate

from services.evaluation.domain.study import Better, Statistic, Study, unit_of_measure
from services.evaluation.domain.study_rules import RULE_NAMES, StudyRule
from services.evaluation.schemas.pieces import whole
from services.evaluation.storage.studies import Look
from services.evaluation.storage.study_metrics import StudyMetric
from shared.service.requests import Id, Listing, Request, Title

_MOST_UNITS = 5000
_LONGEST_DAYS = 1830
_DEFAULT_DAYS = 180


def _share(**options: Any) -> fields.Float:
    """Between 0 and 1, 0 excluded."""
    within = validate.Range(0, 1, min_inclusive=False)
    return fields.Float(validate=within, **options)


def _better() -> fields.String:
    return fields.String(allow_none=True, validate=validate.OneOf(get_args(Better)))


def _statistic() -> fields.String:
    return fields.String(allow_none=True, validate=validate.OneOf(get_args(Statistic)))


def _flag() -> fields.Boolean:
    return fields.Boolean(load_default=False, allow_none=True, truthy={True}, falsy={False})


class RegisterStudy(Request):
    programme_id = Id(required=True)
    metric = Id(required=True)
    before_days = whole(1, _LONGEST_DAYS, required=True)
    after_days = whole(1, _LONGEST_DAYS, required=True)
    comparison_unit_ids = fields.List(
        Id(), allow_none=True, validate=validate.Length(max=_MOST_UNITS)
    )
    selected_from = fields.Date(allow_none=True)
    selected_to = fields.Date(allow_none=True)
    primary = _flag()
    offering_id = Id(allow_none=True)
    better = _better()
    statistic = _statistic()
    relevant_change = _share(allow_none=True)
    treated_share = _share(allow_none=True)


class OfStudy(Request):
    study_id = Id(required=True)


class GetEffectChart(Request):
    """language: the office's where nobody says."""

    study_id = Id(required=True)
    language = fields.String(allow_none=True, validate=validate.OneOf(["id", "en"]))


class ListStudies(Listing):
    programme_id = Id(allow_none=True)
    metric = Id(allow_none=True)


class SaveStudyMetric(Request):
    """Either programme_id or competency says which programmes are judged by the metric."""

    study_metric_id = Id(allow_none=True)
    programme_id = Id(allow_none=True)
    competency = Title(allow_none=True)
    metric = Id(required=True)
    before_days = whole(1, _LONGEST_DAYS, load_default=_DEFAULT_DAYS)
    after_days = whole(1, _LONGEST_DAYS, load_default=_DEFAULT_DAYS)
    primary = _flag()
    better = _better()
    statistic = _statistic()


class ListStudyMetrics(Listing):
    pass


class SaveStudyRule(Request):
    """from_day: today where nobody says."""

    name = fields.String(required=True, validate=validate.OneOf(RULE_NAMES))
    value = _share(required=True)
    from_day = fields.Date(allow_none=True)
    decided_by = Id(allow_none=True)


class ListStudyRules(Request):
    pass


def study_item(study: Study) -> dict[str, Any]:
    """A study in a list. status: registered, or measured once it has its verdict."""
    selected, due_at = study.selected, None if study.revision else study.next_at
    return {
        "study_id": study.study_id,
        "programme_id": study.programme_id,
        "metric": study.metric,
        "unit_of_measure": unit_of_measure(study.metric),
        "offering_id": study.offering_id,
        "year": study.year,
        "before_days": study.before_days,
        "after_days": study.after_days,
        "selected_from": selected[0].isoformat() if selected else None,
        "selected_to": selected[1].isoformat() if selected else None,
        "primary": study.primary,
        "better": study.better,
        "statistic": study.statistic,
        "relevant_change": study.relevant_change,
        "treated_share": study.treated_share,
        "registered_at": study.registered_at.isoformat(),
        "by_default": study.by_default,
        "verdict_due_at": due_at.isoformat() if due_at else None,
        "revision": study.revision,
        "status": "measured" if study.revision else "registered",
        "unknown_comparison_unit_ids": study.unknown_unit_ids,
    }


def study_view(study: Study, looks: list[dict[str, Any]]) -> dict[str, Any]:
    """A study with what was found: the revisions of its verdict, and the looks before it."""
    revisions = [one for one in looks if one["revision"]]
    return {
        **study_item(study),
        "comparison_unit_ids": study.comparison_unit_ids and list(study.comparison_unit_ids),
        "verdict_at": study.verdict_at and study.verdict_at.isoformat(),
        "revisions": revisions,
        "interim_looks": [one for one in looks if not one["revision"]],
        "finding": revisions[-1] if revisions else None,
    }


def chart_view(look: Look, drawn: str, language: str) -> dict[str, Any]:
    """The drawing, and the table of what is drawn in it: weeks from the start of the training."""
    series = look.finding["series"]
    return {
        "study_id": look.study_id,
        "revision": look.revision or 0,
        "interim": look.finding["interim"],
        "svg": drawn,
        "rows": series["points"],
        "windows": series["windows"],
        "sentence": look.finding["sentences"][language],
    }


def study_metric_view(mapped: StudyMetric) -> dict[str, Any]:
    return dict(vars(mapped))


def study_rule_view(rule: StudyRule) -> dict[str, Any]:
    return {"name": rule.name, "from_day": rule.from_day.isoformat(), "value": rule.value}
