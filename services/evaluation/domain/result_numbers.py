"""The numbers by which results are shown: each may change from a day on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from shared.errors import ValidationError

NumberName = Literal[
    "minimum_answers",
    "minimum_answers_for_texts",
    "minimum_pairs",
    "skm_c_from",
    "skm_b_from",
    "skm_a_from",
]
NUMBER_NAMES = get_args(NumberName)


@dataclass(frozen=True, kw_only=True)
class ResultNumber:
    """From a day on, this number holds."""

    name: str
    from_day: date
    value: Decimal


_ALWAYS = date(1945, 8, 17)


def _built_in(name: NumberName, value: str) -> ResultNumber:
    return ResultNumber(name=name, from_day=_ALWAYS, value=Decimal(value))


BUILT_IN = (
    _built_in("minimum_answers", "5"),
    _built_in("minimum_answers_for_texts", "10"),
    _built_in("minimum_pairs", "10"),
    _built_in("skm_c_from", "65.00"),
    _built_in("skm_b_from", "76.61"),
    _built_in("skm_a_from", "88.31"),
)
"""What holds until the office decides otherwise.

minimum_answers             k: the fewest answers of which anything is shown
minimum_answers_for_texts   the fewest of which free texts are shown
minimum_pairs               the fewest people with both tests of whom a gain is shown
skm_*_from                  lowest index of a grade, PermenPANRB 14/2017
"""

_LEAST = {"minimum_answers": 3, "minimum_answers_for_texts": 5, "minimum_pairs": 10}


def check(number: ResultNumber) -> None:
    """Raise ValidationError for a number that would protect nobody, or that is no index."""
    whole = number.name in _LEAST
    if whole and (number.value != int(number.value) or number.value < _LEAST[number.name]):
        least = _LEAST[number.name]
        raise _wrong(f"must be a whole number, at least {least}: fewer could be told apart")
    if not whole and not 25 <= number.value <= 100:
        raise _wrong("must be an index from 25 to 100")


def number_in_force(name: NumberName, day: date, decided: Iterable[ResultNumber]) -> Decimal:
    """The number on a day: the newest that holds by then, decided or built in."""
    in_force = [one for one in (*BUILT_IN, *decided) if one.name == name and one.from_day <= day]
    return max(in_force, key=lambda one: one.from_day).value


def _wrong(reason: str) -> ValidationError:
    return ValidationError("the number is not valid", {"value": [reason]})
