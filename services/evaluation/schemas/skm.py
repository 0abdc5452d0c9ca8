"""The satisfaction index, as callers ask for it and see it."""

from collections.abc import Iterable
from typing import Any

from marshmallow import fields

from services.evaluation.domain.result_numbers import ResultNumber
from services.evaluation.domain.skm import ELEMENTS, Ratings, grade_of, index_of
from services.evaluation.storage.skm import Period
from shared.service.requests import Id, Request


class GetSkm(Request):
    """from, to: days, both included."""

    unit_id = Id(required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")


def skm_view(period: Period, ratings: Ratings, decided: Iterable[ResultNumber]) -> dict[str, Any]:
    """index: 25 to 100, two decimals; null, and no grade, where there are no sheets."""
    index = index_of(ratings.totals, ratings.sheets) if ratings.sheets else None
    return {
        "unit_id": period.unit_id,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "sheets": ratings.sheets,
        "index": None if index is None else float(index),
        "grade": None if index is None else grade_of(index, period.last, decided),
        "elements": [
            {
                "key": key,
                "name": {"id": indonesian, "en": english},
                "index": float(index_of([total], ratings.sheets)) if ratings.sheets else None,
            }
            for (key, indonesian, english), total in zip(ELEMENTS, ratings.totals, strict=True)
        ],
    }
