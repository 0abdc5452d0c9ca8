"""What may be shown of answers, so that nobody can tell what one person answered.

Answers are released in blocks, and everything that is ever shown is a sum of whole blocks. Each
block holds at least k answers, so no total, no part of it and no difference of the two, today or
between two days, speaks about fewer than k people.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.evaluation.domain.instrument import Instrument, Question

Figures = dict[str, Any]
"""Of one question in one block: plain, so that it can be stored."""

Shuffle = Callable[[list[str]], list[str]]

_HALVES_FROM = 3
"""Length of a range of which each half holds two whole numbers or more: 1 to 4."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """Whose waiting answers are released now.

    parts   offerings that are shown, each with a block of its own
    pool    offerings that are only shown together, with one block for all
    """

    parts: tuple[str, ...] = ()
    pool: tuple[str, ...] = ()


def releasable(
    waiting: Mapping[str, int], *, shown: Iterable[str], pooled: Iterable[str], minimum: int
) -> Release:
    """What may be released of the answers whose windows have closed.

    waiting   answers that were not released yet, by offering
    shown     offerings with figures of their own
    pooled    offerings that are shown only together with others, and stay so
    minimum   k, the fewest answers that a block may hold

    An offering with too few answers would be the difference between the total and the others: it
    waits until it can be shown together with another small one. Of an offering that is shown, a
    few more wait for others.
    """
    together, known = set(pooled), set(shown)
    parts = [one for one, n in waiting.items() if n >= minimum and one not in together]
    small = [one for one, n in waiting.items() if n and one not in {*parts, *known}]
    enough = sum(waiting[one] for one in small) >= minimum
    return Release(parts=tuple(sorted(parts)), pool=tuple(sorted(small)) if enough else ())


def block_of(
    answered: Sequence[tuple[Instrument, Mapping[str, Any]]],
    *,
    minimum: int,
    shuffle: Shuffle,
    scores: bool = True,
) -> list[Figures]:
    """The figures of a block, one for each question that enough people answered.

    answered   at least `minimum` answers, each with the questions that it answers
    scores     whether questions are shown that tests are scored by
    """
    given: dict[tuple[Any, ...], tuple[Question, list[Any]]] = {}
    for instrument, answers in answered:
        for question in instrument.questions:
            if question.key in answers and (scores or not instrument.scores_by(question)):
                name = (instrument.instrument_id, question.key, question.kind, *question.bounds)
                given.setdefault(name, (question, []))[1].append(answers[question.key])
    return [
        {"instrument_id": name[0]} | _figures(question, values, shuffle)
        for name, (question, values) in given.items()
        if len(values) >= minimum or question.kind == "text"
    ]


def sum_of(
    blocks: Iterable[Iterable[Figures]], *, with_texts: bool, shuffle: Shuffle
) -> list[Figures]:
    """What is shown of several blocks, by question.

    mean        of scales and numbers; null where a band is all that may be said
    low, high   the band of the mean: some block was unanimous, which would tell everybody's answer
    counts      by choice, of the blocks that were not unanimous
    texts       shuffled, so that they do not stand by block; null where there are too few answers
                to show any
    """
    questions: dict[tuple[Any, ...], list[Figures]] = {}
    for block in blocks:
        for one in block:
            name = (one["instrument_id"], one["key"], one["kind"], one.get("min"), one.get("max"))
            questions.setdefault(name, []).append(one)
    shown = [_sum(same) for same in questions.values()]
    for one in shown:
        if "texts" in one and not with_texts:
            one["texts"] = None
        elif "texts" in one:
            one["texts"] = shuffle(one["texts"])
    return shown


def _figures(question: Question, values: list[Any], shuffle: Shuffle) -> Figures:
    lowest, highest = question.bounds
    about: Figures = {"key": question.key, "text": dict(question.text), "kind": question.kind}
    if question.kind == "text":
        return about | {"texts": shuffle([str(value) for value in values])}
    about["n"] = len(values)
    unanimous = len(set(values)) == 1
    if question.kind == "choice":
        choices = dict.fromkeys([*question.choices, *values])  # a later version may have more
        counts = {choice: values.count(choice) for choice in choices}
        return about | {"counts": None if unanimous else counts}
    about |= {"min": lowest, "max": highest}
    if not unanimous:
        return about | {"sum": float(sum(values))}
    low, high = _band(float(values[0]), lowest, highest)
    return about | {"low": low, "high": high}


def _band(
    value: float, lowest: float | None, highest: float | None
) -> tuple[float | None, float | None]:
    """The half of the range that holds it; of a number without bounds nothing can be said.

    The halves are fixed: a band around the value would tell it by its ends. Where a half may hold
    a single answer, the whole range is all that may be said.
    """
    if lowest is None or highest is None:
        return None, None
    if highest - lowest < _HALVES_FROM:
        return lowest, highest
    middle = (lowest + highest) / 2
    return (lowest, middle) if value < middle else (middle, highest)


def _sum(same: Sequence[Figures]) -> Figures:
    newest = same[-1]
    about = {name: newest[name] for name in ("instrument_id", "key", "text", "kind")}
    if newest["kind"] == "text":
        return about | {"texts": [text for one in same for text in one["texts"]]}
    about["n"] = sum(one["n"] for one in same)
    if newest["kind"] == "choice":
        return about | {"counts": _sum_of_counts(same)}
    about |= {"min": newest["min"], "max": newest["max"]}
    low, high = (_mean(same, about["n"], end) for end in ("low", "high"))
    exact = all("sum" in one for one in same)
    return about | {"mean": low if exact else None, "low": low, "high": high}


def _mean(same: Sequence[Figures], n: int, end: str) -> float | None:
    ends = [one["sum"] if "sum" in one else one[end] for one in same]
    if None in ends:
        return None
    parts = [one["sum"] if "sum" in one else one["n"] * one[end] for one in same]
    return round(sum(parts) / n, 2)


def _sum_of_counts(same: Sequence[Figures]) -> dict[str, int] | None:
    known = [one["counts"] for one in same if one["counts"] is not None]
    choices = dict.fromkeys(choice for counts in known for choice in counts)
    return {one: sum(counts.get(one, 0) for counts in known) for one in choices} or None
