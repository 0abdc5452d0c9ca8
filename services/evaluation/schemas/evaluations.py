"""Evaluations, as callers ask for, answer and see them."""

from typing import Any

from marshmallow import fields, validate

from services.evaluation.domain.evaluation import Evaluation, Status
from services.evaluation.domain.given import Given
from services.evaluation.domain.instrument import Instrument
from services.evaluation.schemas.instruments import instrument_view
from shared.service.requests import Id, Listing, Request


class ListEvaluations(Listing):
    enrolment_id = Id(allow_none=True)
    respondent_id = Id(allow_none=True)
    status = fields.String(allow_none=True, validate=validate.OneOf([*Status]))


class GetEvaluation(Request):
    """respondent_id: who looks; only the respondent sees draft and answers."""

    evaluation_id = Id(required=True)
    respondent_id = Id(allow_none=True)


def evaluation_item(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation in a list."""
    return {
        "evaluation_id": evaluation.evaluation_id,
        "enrolment_id": evaluation.enrolment_id,
        "employee_id": evaluation.employee_id,
        "title": evaluation.title,
        "level": evaluation.level,
        "respondent_id": evaluation.respondent_id,
        "status": evaluation.status.value,
        "opens_at": evaluation.opens_at.isoformat(),
        "due_at": evaluation.due_at.isoformat(),
        "closes_at": evaluation.closes_at and evaluation.closes_at.isoformat(),
        "late": evaluation.late,
        "is_pretest": evaluation.is_pretest,
        "reason": evaluation.reason,
    }


def evaluation_view(evaluation: Evaluation, instrument: Instrument | None) -> dict[str, Any]:
    """An evaluation with its questions (null: the system's). Answers are not shown singly."""
    return {
        **evaluation_item(evaluation),
        "instrument": instrument and instrument_view(instrument),
    }


def own_words(given: Given | None, draft: dict[str, Any] | None) -> dict[str, Any]:
    """What a respondent has answered, or has so far."""
    return {
        "answers": given and given.answers,
        "score": given and given.score,
        "submitted_at": given and given.submitted_at.isoformat(),
        "draft": draft,
    }
