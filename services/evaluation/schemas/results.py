"""Results, as callers ask for them and see them."""

from typing import Any

from marshmallow import fields, validate

from services.evaluation.domain.learned import sentence
from services.evaluation.domain.result_numbers import NUMBER_NAMES, ResultNumber
from services.evaluation.domain.telling import Group
from services.evaluation.schemas.pieces import whole
from services.evaluation.showing_results import Showing, Shown
from shared.service.requests import Id, Request


class GetResults(Request):
    programme_id = Id(allow_none=True)
    offering_id = Id(allow_none=True)
    level = whole(1, 3, required=True)


class GetLearning(Request):
    programme_id = Id(required=True)
    offering_id = Id(allow_none=True)


class SaveResultNumber(Request):
    """from_day: today where nobody says."""

    name = fields.String(required=True, validate=validate.OneOf(NUMBER_NAMES))
    value = fields.Decimal(
        required=True, places=2, allow_nan=False, validate=validate.Range(0, 10_000)
    )
    from_day = fields.Date(allow_none=True)
    decided_by = Id(allow_none=True)


class ListResultNumbers(Request):
    pass


def number_view(number: ResultNumber) -> dict[str, Any]:
    return {
        "name": number.name,
        "from_day": number.from_day.isoformat(),
        "value": float(number.value),
    }


def shown_view(respondent: str, showing: Showing, offering_id: str | None) -> dict[str, Any]:
    """Of an offering, or of a programme with each offering that has enough answers of its own.

    reason   why there is nothing; null where there is something
    """
    shown = showing.total() if offering_id is None else showing.offering(offering_id)
    view = {"respondent": respondent, "minimum": showing.minimum, **_figures(shown, showing)}
    if offering_id is None:
        view["offerings"] = [
            {"offering_id": name, **_figures(one, showing)}
            for name, one in showing.offerings().items()
        ]
    return view


def _figures(shown: Shown, showing: Showing) -> dict[str, Any]:
    too_few = f"fewer than {showing.minimum} answers whose window has closed, or fewer more"
    return {
        "n": shown.n,
        "reason": None if shown.n else too_few,
        "questions": shown.questions,
    }


def learning_view(group: Group, found: dict[str, Any] | None, reason: str | None) -> dict[str, Any]:
    """gain: mean of after - before, points from 0 to 100, with its 95 % interval; null: unknown.

    normalised_gain   share (0-1) of what could be gained (Hake)
    """
    known = found or {}
    figures = ("n", "before", "after", "gain", "ci_low", "ci_high", "normalised_gain")
    return {
        "programme_id": group.programme_id,
        "offering_id": group.offering_id,
        "certainty": "learned" if found else "insufficient_data",
        "reason": reason,
        **{name: known.get(name) for name in figures},
        "sentence": sentence(found) if found else None,
    }
