"""Questionnaires, as callers describe and see them."""

from types import SimpleNamespace
from typing import Any, get_args

from marshmallow import fields, validate

from services.evaluation.domain.instrument import Instrument, Question, QuestionKind
from services.evaluation.schemas.pieces import Words, whole
from shared.service.requests import Id, Request, Title

_KEY = r"^[A-Za-z0-9_.-]{1,64}$"


class QuestionFields(Request):
    key = fields.String(required=True, validate=validate.Regexp(_KEY))
    text = fields.Nested(Words, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(get_args(QuestionKind)))
    min = fields.Float(allow_none=True)
    max = fields.Float(allow_none=True)
    choices = fields.List(Title(), allow_none=True, validate=validate.Length(max=100))
    required = fields.Boolean(required=True, truthy={True}, falsy={False})
    correct = fields.String(allow_none=True, validate=validate.Length(max=500))
    points = fields.Float(load_default=1, validate=validate.Range(0, 1000, min_inclusive=False))


class SaveInstrument(Request):
    instrument_id = Id(allow_none=True)
    title = fields.Nested(Words, required=True)
    questions = fields.List(
        fields.Nested(QuestionFields), required=True, validate=validate.Length(1, 200)
    )


class GetInstrument(Request):
    instrument_id = Id(required=True)
    version = whole(1, 1_000_000, allow_none=True)


class ListInstruments(Request):
    pass


def instrument_from(request: SimpleNamespace, instrument_id: str) -> Instrument:
    """The instrument that a caller describes."""
    return Instrument(
        instrument_id=instrument_id,
        title=vars(request.title),
        questions=tuple(_question_from(question) for question in request.questions),
    )


def instrument_item(instrument: Instrument) -> dict[str, Any]:
    """An instrument in a list."""
    return {
        "instrument_id": instrument.instrument_id,
        "version": instrument.version,
        "title": dict(instrument.title),
        "is_a_test": instrument.is_a_test,
    }


def instrument_key(instrument: Instrument) -> dict[str, Any]:
    """An instrument as its authors see it: with what is right, and its worth."""
    view = instrument_view(instrument)
    for shown, question in zip(view["questions"], instrument.questions, strict=True):
        shown |= {"correct": question.correct, "points": question.points}
    return view


def instrument_view(instrument: Instrument) -> dict[str, Any]:
    """An instrument as respondents see it."""
    return {
        "instrument_id": instrument.instrument_id,
        "version": instrument.version,
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
