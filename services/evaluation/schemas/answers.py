"""Answers, drafts and sheets, as respondents give and see them."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import fields, validate

from services.evaluation.domain.evaluation import Evaluation
from services.evaluation.domain.instrument import Instrument
from services.evaluation.schemas.evaluations import evaluation_item
from services.evaluation.schemas.instruments import instrument_view
from services.evaluation.schemas.pieces import whole
from shared.errors import Refusal, ValidationError
from shared.service.requests import Id, Request

_MOST_ROWS = 500


def _answers() -> fields.Dict:
    return fields.Dict(keys=fields.String(), required=True, validate=validate.Length(max=500))


class SubmitEvaluation(Request):
    """instrument_version: which version was answered; the newest where it is left out."""

    evaluation_id = Id(required=True)
    respondent_id = Id(required=True)
    answers = _answers()
    instrument_version = whole(1, 1_000_000, allow_none=True)


class SaveDraft(Request):
    evaluation_id = Id(required=True)
    respondent_id = Id(required=True)
    answers = _answers()


class GetSheet(Request):
    offering_id = Id(required=True)
    respondent_id = Id(required=True)


class SheetRow(Request):
    evaluation_id = Id(required=True)
    answers = _answers()


class SubmitSheet(Request):
    offering_id = Id(required=True)
    respondent_id = Id(required=True)
    rows = fields.List(
        fields.Nested(SheetRow), required=True, validate=validate.Length(1, _MOST_ROWS)
    )


def sheet_view(
    rows: Iterable[Evaluation],
    instruments: Iterable[Instrument],
    drafts: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    """Rows by learner, each naming one of the questionnaires."""
    return {
        "instruments": [instrument_view(one) for one in instruments],
        "rows": [
            {
                **evaluation_item(row),
                "instrument_id": row.instrument_id,
                "draft": drafts.get(row.evaluation_id),
            }
            for row in rows
        ],
    }


def accepted(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "evaluation_id": evaluation.evaluation_id,
        "status": evaluation.status.value,
        "reason": None,
        "fields": {},
    }


def refused(evaluation_id: str, no: Refusal) -> dict[str, Any]:
    """reason: the rule that said no; fields: what is wrong with which answer."""
    wrong = isinstance(no, ValidationError)
    return {
        "evaluation_id": evaluation_id,
        "status": "refused",
        "reason": "the answers are not valid" if wrong else str(no),
        "fields": no.fields if isinstance(no, ValidationError) else {},
    }
