"""What callers may send, and what they get."""

from types import SimpleNamespace
from typing import Any, get_args

from marshmallow import fields, validate

from services.evaluation.domain.evaluation import Evaluation, Status
from services.evaluation.domain.instrument import Instrument, Question, QuestionKind
from services.evaluation.domain.policy import (
    Moment,
    Policy,
    PolicyItem,
    ProgrammeKind,
    Respondent,
)
from shared.service.requests import Id, Listing, Request, Title

_LONGEST_DAYS = 3650
_KEY = r"^[A-Za-z0-9_.-]{1,64}$"


def _whole(lowest: int, highest: int, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(lowest, highest), **options)


class Words(Request):
    """A text in both languages."""

    id = Title(required=True)
    en = Title(required=True)


class QuestionFields(Request):
    key = fields.String(required=True, validate=validate.Regexp(_KEY))
    text = fields.Nested(Words, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(get_args(QuestionKind)))
    min = fields.Float(allow_none=True)
    max = fields.Float(allow_none=True)
    choices = fields.List(Title(), allow_none=True, validate=validate.Length(max=100))
    required = fields.Boolean(required=True, truthy={True}, falsy={False})


class SaveInstrument(Request):
    instrument_id = Id(allow_none=True)
    title = fields.Nested(Words, required=True)
    questions = fields.List(
        fields.Nested(QuestionFields), required=True, validate=validate.Length(1, 200)
    )


class PolicyItemFields(Request):
    level = _whole(1, 4, required=True)
    respondent = fields.Enum(Respondent, by_value=True, required=True)
    opens_after_days = _whole(0, _LONGEST_DAYS, required=True)
    due_within_days = _whole(1, _LONGEST_DAYS, allow_none=True)
    due_within_working_days = _whole(1, _LONGEST_DAYS, allow_none=True)
    remind_before_days = _whole(0, _LONGEST_DAYS, load_default=1)
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


def instrument_from(request: SimpleNamespace, instrument_id: str) -> Instrument:
    """The instrument that a caller describes."""
    return Instrument(
        instrument_id=instrument_id,
        title=vars(request.title),
        questions=tuple(_question_from(question) for question in request.questions),
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
        "instrument": instrument and _instrument_view(instrument),
    }


def _instrument_view(instrument: Instrument) -> dict[str, Any]:
    return {
        "instrument_id": instrument.instrument_id,
        "title": dict(instrument.title),
        "questions": [_question_view(question) for question in instrument.questions],
    }


def _question_view(question: Question) -> dict[str, Any]:
    lowest, highest = question.bounds
    return {
        "key": question.key,
        "text": dict(question.text),
        "kind": question.kind,
        "min": lowest,
        "max": highest,
        "choices": list(question.choices),
        "required": question.required,
    }


def _question_from(question: SimpleNamespace) -> Question:
    described = {**vars(question), "text": vars(question.text)}
    return Question(**{**described, "choices": tuple(question.choices or ())})
