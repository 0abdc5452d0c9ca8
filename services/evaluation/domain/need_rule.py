"""Which competency would prevent which complaints, and how much of them training can cure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.spelling import same_words

ALWAYS = date(1945, 8, 17)
"""A rule without a first day."""

MIN_COMPLAINTS = 5
"""Fewer complaints are listed and not ranked, until the office decides otherwise."""

LONGEST_COMPETENCY = 200


class Cause(StrEnum):
    """What the rest needs, which training cannot cure."""

    STAFFING = "staffing"
    TOOLS = "tools"
    PROCEDURE = "procedure"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class NeedRule:
    """trainable_share   0-1, of the complaints of a category that the competency would cure
    severity          1 (a nuisance) to 5 (somebody is harmed)
    rest_cause        of the share that training cannot cure
    effective_from    first day of the ranked periods that it holds for, by their last day
    """

    category: str
    competency: str
    trainable_share: float
    severity: int = 1
    rest_cause: Cause = Cause.OTHER
    effective_from: date = ALWAYS

    @property
    def key(self) -> tuple[str, str]:
        """The same for every spelling."""
        return same_words(self.category), same_words(self.competency)


def in_force(rules: Iterable[NeedRule], day: date) -> list[NeedRule]:
    """For each category and competency the newest rule that holds by a day."""
    newest: dict[tuple[str, str], NeedRule] = {}
    for rule in sorted(rules, key=lambda one: one.effective_from):
        if rule.effective_from <= day:
            newest[rule.key] = rule
    return [newest[key] for key in sorted(newest)]
