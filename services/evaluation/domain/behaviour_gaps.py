"""What supervisors saw of the use of a competency, as far as it may be shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from services.evaluation.domain.need import Gap, GapSource
from shared.spelling import same_words

QUESTION = "applied"
"""Key of the question whether the employee uses what was learned."""


def observed_gaps(
    blocks: Iterable[tuple[Iterable[str], Iterable[Mapping[str, Any]]]],
) -> dict[str, Gap]:
    """By competency whatever its spelling: one minus the share of the scale that was reached.

    blocks   (competencies taught, figures) of released answers; each speaks of at least k people,
             and so does every sum of them
    """
    reached: dict[str, float] = defaultdict(float)
    people: dict[str, int] = defaultdict(int)
    named: dict[str, str] = {}
    for competencies, figures in blocks:
        for one in figures:
            share = _share(one)
            for competency in competencies if share is not None else ():
                key = same_words(competency)
                reached[key] += (share or 0.0) * one["n"]
                people[key] += one["n"]
                named[key] = competency
    return {
        key: Gap(named[key], 1 - reached[key] / number, number, GapSource.BEHAVIOUR_FORMS)
        for key, number in people.items()
    }


def _share(figure: Mapping[str, Any]) -> float | None:
    """Of the scale, on average 0-1; the middle of a band where only that may be said."""
    lowest, highest = figure.get("min"), figure.get("max")
    if figure["key"] != QUESTION or figure["kind"] != "scale" or lowest is None or highest is None:
        return None
    middle = (figure["low"] + figure["high"]) / 2 if "sum" not in figure else None
    mean = figure["sum"] / figure["n"] if middle is None else middle
    return float((mean - lowest) / (highest - lowest))
