"""How many had a seat, completed, were asked and answered: of a programme, its units and years."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PARTICIPANT, SUPERVISOR, PRETEST = "participant", "supervisor", "pretest"


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Of one unit in one year: how many had a seat, and how many of them completed.

    year   in which the offering began, in the office's zone
    """

    unit_id: str | None
    year: int
    enrolled: int
    completed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Forms:
    """Of one unit in one year, level and kind of respondent: those that could be answered."""

    unit_id: str | None
    year: int
    level: int
    kind: str
    asked: int
    answered: int


Part = Callable[[People | Forms], Hashable]


def counts_of(people: Iterable[People], forms: Iterable[Forms]) -> dict[str, Any]:
    """enrolled, completed, and by level and kind of respondent how many were asked and answered.

    rate   share (0-1) of the asked who answered
    """
    some, asked = list(people), list(forms)
    kinds = sorted({(form.level, form.kind) for form in asked})
    return {
        "enrolled": sum(one.enrolled for one in some),
        "completed": sum(one.completed for one in some),
        "responses": [
            {"level": level, "respondent": kind}
            | _rate([form for form in asked if (form.level, form.kind) == (level, kind)])
            for level, kind in kinds
        ],
    }


def split(
    people: Iterable[People], forms: Iterable[Forms], by: Part
) -> Mapping[Hashable, dict[str, Any]]:
    """The same of each part, in the order of their names."""
    parts: dict[Hashable, tuple[list[People], list[Forms]]] = {}
    for one in people:
        parts.setdefault(by(one), ([], []))[0].append(one)
    for form in forms:
        parts.setdefault(by(form), ([], []))[1].append(form)
    return {name: counts_of(*parts[name]) for name in sorted(parts, key=str)}


def _rate(forms: list[Forms]) -> dict[str, Any]:
    asked, answered = (sum(getattr(form, n) for form in forms) for n in ("asked", "answered"))
    return {"asked": asked, "answered": answered, "rate": round(answered / asked, 3)}
