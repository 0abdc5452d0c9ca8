"""Arguments that make no sense are refused by their field."""

import pytest

from shared.errors import NotFound, ValidationError
from tests.integration.evaluation.asking import ITEM, QUESTION, WORDS, fields_of


@pytest.mark.parametrize(
    ("call", "arguments", "field"),
    [
        ("save_policy", {"programme_id": "P1", "items": []}, "items"),
        ("save_policy", {"items": [ITEM]}, "programme_id"),
        ("save_policy", {"programme_id": "P1", "items": [{**ITEM, "level": 5}]}, "items.0.level"),
        (
            "save_policy",
            {"programme_id": "P1", "items": [{**ITEM, "respondent": "mayor"}]},
            "items.0.respondent",
        ),
        ("save_policy", {"programme_id": "P1", "items": [ITEM], "colour": 1}, "colour"),
        ("save_instrument", {"title": WORDS, "questions": []}, "questions"),
        ("save_instrument", {"title": {"id": "x"}, "questions": [QUESTION]}, "title.en"),
        (
            "save_instrument",
            {"title": WORDS, "questions": [{**QUESTION, "kind": "smell"}]},
            "questions.0.kind",
        ),
        ("list_evaluations", {"status": "lost"}, "status"),
        ("list_evaluations", {"limit": 501}, "limit"),
        ("get_evaluation", {}, "evaluation_id"),
        ("submit_evaluation", {"evaluation_id": "a", "respondent_id": "b"}, "answers"),
    ],
)
def test_bad_arguments_are_refused_by_field(house, call, arguments, field):
    with pytest.raises(ValidationError) as refused:
        getattr(house.service, call)(**arguments)

    assert fields_of(refused) == [field]


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("save_policy", {"policy_id": "x", "programme_id": "P1", "items": [ITEM]}),
        ("save_policy", {"programme_id": "P1", "items": [{**ITEM, "instrument_id": "x"}]}),
        ("save_instrument", {"instrument_id": "x", "title": WORDS, "questions": [QUESTION]}),
        ("get_evaluation", {"evaluation_id": "x"}),
    ],
)
def test_what_does_not_exist_is_not_found(house, call, arguments):
    with pytest.raises(NotFound):
        getattr(house.service, call)(**arguments)
