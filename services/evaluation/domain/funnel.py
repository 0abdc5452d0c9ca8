"""How many had a seat, completed, were asked and answered: of a programme, its units and years."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PARTICIPANT, SUPERVISOR, PRETEST = "participant", "supervisor", "pretest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One person's way through one offering. year: of its beginning, in the office's zone."""

    enrolment_id: str
    unit_id: str | None
    year: int
    completed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A form that could be answered by now."""

    enrolment_id: str
    level: int
    kind: str
    answered: bool


def counts_of(ways: Iterable[Way], asked: Iterable[Asked]) -> dict[str, Any]:
    """enrolled, completed, and by level and kind of respondent how many were asked and answered.

    rate   share (0-1) of the asked who answered; null where nobody was asked
    """
    mine = {way.enrolment_id: way for way in ways}
    forms = [form for form in asked if form.enrolment_id in mine]
    kinds = sorted({(form.level, form.kind) for form in forms})
    return {
        "enrolled": len(mine),
        "completed": sum(way.completed for way in mine.values()),
        "responses": [
            {"level": level, "respondent": kind}
            | _rate([form for form in forms if (form.level, form.kind) == (level, kind)])
            for level, kind in kinds
        ],
    }


def split(
    ways: Iterable[Way], asked: Iterable[Asked], by: Callable[[Way], Hashable]
) -> Mapping[Hashable, dict[str, Any]]:
    """The same of each part, in the order of their names."""
    parts: dict[Hashable, list[Way]] = {}
    part_of: dict[str, Hashable] = {}
    for way in ways:
        name = by(way)
        parts.setdefault(name, []).append(way)
        part_of[way.enrolment_id] = name
    forms: dict[Hashable, list[Asked]] = {name: [] for name in parts}
    for form in asked:
        if form.enrolment_id in part_of:
            forms[part_of[form.enrolment_id]].append(form)
    return {name: counts_of(parts[name], forms[name]) for name in sorted(parts, key=str)}


def _rate(forms: list[Asked]) -> dict[str, Any]:
    answered = sum(form.answered for form in forms)
    return {
        "asked": len(forms),
        "answered": answered,
        "rate": round(answered / len(forms), 3) if forms else None,
    }
