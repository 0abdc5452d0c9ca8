"""Questionnaires, and whether answers fit them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shared.errors import ValidationError

Words = Mapping[str, str]
"""A text in both languages: {"id": ..., "en": ...}."""

QuestionKind = Literal["scale", "number", "choice", "text"]

LONGEST_ANSWER = 10_000
LARGEST_ANSWER = 10**12
"""Answers are added up: what is larger would make a sum that is no number."""
SCORE = "score"
"""Key of the number that somebody else has scored a test with."""
_SCALE = (1, 5)


@dataclass(frozen=True, kw_only=True)
class Question:
    """kind       scale (whole numbers), number, choice (one of `choices`), text
    min, max   bounds of a scale (1 and 5 where not given) or a number
    correct    the choice that is right, in a test; None: there is no right one
    points     what the right choice is worth
    """

    key: str
    text: Words
    kind: QuestionKind
    required: bool
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] = ()
    correct: str | None = None
    points: float = 1

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Lowest and highest answer; None: no bound."""
        lowest, highest = _SCALE if self.kind == "scale" else (None, None)
        return (
            lowest if self.min is None else self.min,
            highest if self.max is None else self.max,
        )


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """What respondents are asked. version: from 1; answers keep the one that they answered."""

    instrument_id: str
    title: Words
    questions: tuple[Question, ...]
    version: int = 1

    @property
    def is_a_test(self) -> bool:
        """Whether its answers are right or wrong."""
        return any(question.correct is not None for question in self.questions)

    def scores_by(self, question: Question) -> bool:
        """Whether the score is made of the answers to a question."""
        if self.is_a_test:
            return question.correct is not None
        return question.key == SCORE and question.kind == "number"


def check(instrument: Instrument) -> None:
    """Raise ValidationError where an instrument cannot be answered."""
    reasons: dict[str, list[str]] = {}
    keys = [question.key for question in instrument.questions]
    for number, question in enumerate(instrument.questions):
        lowest, highest = question.bounds
        if question.key in keys[:number]:
            reasons[f"questions.{number}.key"] = ["is used twice"]
        if question.kind == "choice" and len(set(question.choices)) < 2:
            reasons[f"questions.{number}.choices"] = ["must be at least two different ones"]
        if question.correct is not None and question.correct not in question.choices:
            reasons[f"questions.{number}.correct"] = ["must be one of the choices"]
        if lowest is not None and highest is not None and lowest >= highest:
            reasons[f"questions.{number}.max"] = [f"must be above {lowest:g}"]
    if reasons:
        raise ValidationError("the instrument is not valid", reasons)


def checked_answers(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that were given, by key. Raises ValidationError with the reasons by field."""
    return _checked(instrument, answers, unfinished=False)


def checked_draft(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The same of answers that are not finished: what is required may still be missing."""
    return _checked(instrument, answers, unfinished=True)


def score_of(instrument: Instrument, answers: Mapping[str, Any]) -> float | None:
    """What a test was answered with, in points from 0 to 100; None: it is no test.

    A test with right choices is scored here; where only a number `score` is asked for, somebody
    else has scored it.
    """
    if instrument.is_a_test:
        right = [question for question in instrument.questions if question.correct is not None]
        earned = sum(one.points for one in right if answers.get(one.key) == one.correct)
        return 100 * earned / sum(one.points for one in right)
    asked = {question.key: question for question in instrument.questions}.get(SCORE)
    given = answers.get(SCORE)
    if asked is None or asked.kind != "number" or given is None:
        return None
    lowest, highest = asked.bounds
    if lowest is None or highest is None:
        return None
    return 100 * (float(given) - lowest) / (highest - lowest)


def _checked(
    instrument: Instrument, answers: Mapping[str, Any], *, unfinished: bool
) -> dict[str, Any]:
    questions = {question.key: question for question in instrument.questions}
    reasons = {key: "there is no such question" for key in answers if key not in questions}
    for key, question in questions.items():
        if unfinished and _is_blank(answers.get(key)):
            continue
        if reason := _reason_against(question, answers.get(key)):
            reasons[key] = reason
    if reasons:
        fields = {f"answers.{key}": [reason] for key, reason in reasons.items()}
        raise ValidationError("the answers are not valid", fields)
    return {key: answers[key] for key in questions if not _is_blank(answers.get(key))}


def _reason_against(question: Question, answer: Any) -> str | None:
    if _is_blank(answer):
        return "must be answered" if question.required else None
    if question.kind == "choice":
        known = answer in question.choices
        return None if known else f"must be one of: {', '.join(question.choices)}"
    if question.kind == "text":
        return _reason_against_text(answer)
    return _reason_against_number(question, answer)


def _reason_against_text(answer: Any) -> str | None:
    if not isinstance(answer, str):
        return "must be a text"
    if "\x00" in answer:
        return "must not hold the NUL character"
    return None if len(answer) <= LONGEST_ANSWER else f"at most {LONGEST_ANSWER} characters"


def _reason_against_number(question: Question, answer: Any) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return "must be a number"
    if not abs(answer) <= LARGEST_ANSWER:  # neither is what is no number
        return f"must be a number of at most {LARGEST_ANSWER:,}"
    if question.kind == "scale" and answer != math.floor(answer):
        return "must be a whole number"
    lowest, highest = question.bounds
    if lowest is not None and answer < lowest:
        return f"must be at least {lowest:g}"
    return None if highest is None or answer <= highest else f"must be at most {highest:g}"


def _is_blank(answer: Any) -> bool:
    return answer is None or (isinstance(answer, str) and not answer.strip())
