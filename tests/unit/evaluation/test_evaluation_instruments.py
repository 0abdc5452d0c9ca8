"""Questionnaires, and whether answers fit them."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain.built_in_instruments import BUILT_IN
from services.evaluation.domain.instrument import Instrument, Question, check, checked_answers
from shared.errors import ValidationError

WORDS = {"id": "Pertanyaan", "en": "Question"}
SCALE = Question(key="useful", text=WORDS, kind="scale", required=True)
NUMBER = Question(key="score", text=WORDS, kind="number", min=0, max=100, required=False)
UNBOUNDED = Question(key="days", text=WORDS, kind="number", required=False)
CHOICE = Question(key="why", text=WORDS, kind="choice", choices=("time", "tools"), required=False)
TEXT = Question(key="remark", text=WORDS, kind="text", required=False)
ALL_KINDS = Instrument(
    instrument_id="all", title=WORDS, questions=(SCALE, NUMBER, UNBOUNDED, CHOICE, TEXT)
)


def refused_fields(instrument: Instrument, answers: dict) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        checked_answers(instrument, answers)
    return refused.value.fields


def test_answers_of_every_kind_are_taken():
    answers = {"useful": 5, "score": 87.5, "why": "time", "remark": "Bagus"}

    assert checked_answers(ALL_KINDS, answers) == answers


def test_what_is_optional_may_be_left_out_or_blank():
    answers = {"useful": 1, "score": None, "remark": "  "}

    assert checked_answers(ALL_KINDS, answers) == {"useful": 1}


@pytest.mark.parametrize("answers", [{}, {"useful": None}, {"useful": ""}])
def test_what_is_required_must_be_answered(answers):
    assert refused_fields(ALL_KINDS, answers) == {"answers.useful": ["must be answered"]}


def test_an_unknown_question_is_named():
    fields = refused_fields(ALL_KINDS, {"useful": 3, "colour": "red"})

    assert fields == {"answers.colour": ["there is no such question"]}


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("useful", 0),
        ("useful", 6),
        ("useful", 2.5),
        ("useful", "3"),
        ("useful", True),
        ("useful", [3]),
        ("useful", math.nan),
        ("useful", math.inf),
        ("score", -1),
        ("score", 300),
        ("useful", 10**400),
        ("days", 10**400),
        ("days", 1e300),
        ("days", -math.inf),
        ("why", "weather"),
        ("why", ["time"]),
        ("remark", 7),
        ("remark", {"a": 1}),
        ("remark", "x" * 10_001),
        ("remark", "a\x00b"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_by_its_field(key, answer):
    assert list(refused_fields(ALL_KINDS, {"useful": 3, key: answer})) == [f"answers.{key}"]


def test_all_reasons_come_at_once():
    assert set(refused_fields(ALL_KINDS, {"score": 101, "why": "x"})) == {
        "answers.useful",
        "answers.score",
        "answers.why",
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["useful", "score", "why", "remark", "other"]), json_values))
def test_whatever_is_sent_is_taken_or_refused_by_field(answers):
    try:
        taken = checked_answers(ALL_KINDS, answers)
    except ValidationError as error:
        refused = error.fields
    else:
        refused = {}
        assert taken["useful"] in range(1, 6)
    assert all(field.startswith("answers.") for field in refused)


@pytest.mark.parametrize("instrument", BUILT_IN.values(), ids=lambda each: each.instrument_id)
def test_the_built_in_instruments_can_be_answered_in_both_languages(instrument):
    check(instrument)
    words = [instrument.title, *(question.text for question in instrument.questions)]
    assert all(text["id"] and text["en"] for text in words)


@pytest.mark.parametrize(
    ("questions", "field"),
    [
        ((SCALE, SCALE), "questions.1.key"),
        ((replace(CHOICE, choices=("time", "time")),), "questions.0.choices"),
        ((replace(SCALE, min=5),), "questions.0.max"),
        ((replace(NUMBER, min=10, max=1),), "questions.0.max"),
    ],
)
def test_an_instrument_that_nobody_could_answer_is_refused(questions, field):
    with pytest.raises(ValidationError) as refused:
        check(replace(ALL_KINDS, questions=questions))

    assert list(refused.value.fields) == [field]
