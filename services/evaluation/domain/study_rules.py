"""The numbers that studies are registered with: each may change from a day on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

RuleName = Literal["treated_share", "relevant_change"]
RULE_NAMES = get_args(RuleName)


@dataclass(frozen=True, kw_only=True)
class StudyRule:
    """From a day on, studies are registered with this number."""

    name: str
    from_day: date
    value: float


_ALWAYS = date(1945, 8, 17)

BUILT_IN = (
    StudyRule(name="treated_share", from_day=_ALWAYS, value=0.3),
    StudyRule(name="relevant_change", from_day=_ALWAYS, value=0.1),
)
"""What holds until the office decides otherwise.

treated_share     share (0-1) of a unit's eligible staff with seats from which it is treated
relevant_change   smallest change that matters, as a share (0-1) of the level before
"""


def number_in_force(name: RuleName, day: date, decided: Iterable[StudyRule]) -> float:
    """The number of a rule on a day: the newest that holds by then, decided or built in."""
    in_force = [one for one in (*BUILT_IN, *decided) if one.name == name and one.from_day <= day]
    return max(in_force, key=lambda one: one.from_day).value
