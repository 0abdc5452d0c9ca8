"""The numbers of the field: each may change from a day on, and none is buried in the code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

RuleName = Literal[
    "escalate_after_working_days",
    "expire_after_working_days",
    "late_cancellation_working_days",
    "certificate_notice_days",
    "hours_notice_from_month",
]
RULE_NAMES = get_args(RuleName)


@dataclass(frozen=True, kw_only=True)
class RuleNumber:
    """From a day on, a rule counts with this number."""

    name: str
    from_day: date
    value: int


_ALWAYS = date(1945, 8, 17)

BUILT_IN = (
    RuleNumber(name="escalate_after_working_days", from_day=_ALWAYS, value=3),
    RuleNumber(name="expire_after_working_days", from_day=_ALWAYS, value=5),
    RuleNumber(name="late_cancellation_working_days", from_day=_ALWAYS, value=3),
    RuleNumber(name="certificate_notice_days", from_day=_ALWAYS, value=90),
    RuleNumber(name="hours_notice_from_month", from_day=_ALWAYS, value=10),
)
"""What holds until the office decides otherwise.

escalate_after_working_days      a request goes to the next one up
expire_after_working_days        after that, it expires
late_cancellation_working_days   before the first meeting, a seat can be given up for nothing
certificate_notice_days          before a certificate expires, its holder is told
hours_notice_from_month          in which month (10: October), and each after it, those are told
                                 whose learning hours of the year are short; over 12: never
"""


def number_in_force(name: RuleName, day: date, decided: Iterable[RuleNumber]) -> int:
    """The number of a rule on a day: the newest that holds by then, decided or built in."""
    in_force = [one for one in (*BUILT_IN, *decided) if one.name == name and one.from_day <= day]
    return max(in_force, key=lambda one: one.from_day).value
