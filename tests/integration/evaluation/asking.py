"""Completions, questionnaires and policies that tests of asking begin with."""

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.events.enrolment import TrainingCompleted
from tests.integration.evaluation.house import House, in_an_envelope
from tests.unit.evaluation.builders import a_completion

DAY = timedelta(days=1)
WORDS = {"id": "Pertanyaan", "en": "Question"}
QUESTION = {"key": "applied", "text": WORDS, "kind": "scale", "max": 4, "required": True}
ITEM = {"level": 1, "respondent": "participant", "opens_after_days": 0, "due_within_days": 5}
LIKED = {"useful": 5, "trainer": 4, "organisation": 4}


def now_completed(house: House, **facts: Any) -> TrainingCompleted:
    now = house.clock.now()
    return a_completion(**{"completed_at": now, "occurred_at": now, **facts})


def a_reaction(house: House) -> str:
    """The id of a new, open reaction evaluation of E1."""
    completed = now_completed(house, employee_id="E1", supervisor_id=None)
    house.deliver(in_an_envelope(completed))
    return str(house.evaluations(enrolment_id=completed.enrolment_id)[0]["evaluation_id"])


def fields_of(refused: pytest.ExceptionInfo) -> list[str]:
    return list(json.loads(str(refused.value))["fields"])
