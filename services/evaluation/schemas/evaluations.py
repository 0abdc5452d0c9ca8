"""Evaluations, as callers ask for, answer and see them."""

from typing import Any

from marshmallow import fields, validate

from services.evaluation.domain.evaluation import Evaluation, Status
from services.evaluation.domain.instrument import Instrument
from services.evaluation.schemas.instruments import instrument_view
from shared.service.requests import Id, Listing, Request


class ListEvaluations(Listing):
    enrolment_id = Id(allow_none=True)
    respondent_id = Id(allow_none=True)
    status = fields.String(allow_none=True, validate=validate.OneOf([*Status]))


class GetEvaluation(Request):
    evaluation_id = Id(required=True)


class SubmitEvaluation(Request):
    evaluation_id = Id(required=True)
    respondent_id = Id(required=True)
    answers = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(max=500))


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
    }


def evaluation_view(evaluation: Evaluation, instrument: Instrument | None) -> dict[str, Any]:
    """An evaluation with its questions (null: the system's). Answers are not shown singly."""
    return {
        **evaluation_item(evaluation),
        "instrument": instrument and instrument_view(instrument),
    }
