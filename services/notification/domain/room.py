"""The chat room of the office: what is said there, to everybody who is in it.

Counts and references, and nothing of a person: neither names or ids of learners, nor texts in
which one could stand, such as the reason why a message could not be used.
"""

from collections.abc import Callable, Mapping
from typing import Any

from shared.events.coverage import CoverageShort
from shared.events.evaluation import EffectMeasured
from shared.events.hr import MessageParked

Data = dict[str, Any]


def short_cover(event: CoverageShort) -> Data:
    """days: how many; first, last: of them"""
    days = sorted(one.day for one in event.days)
    return {
        "unit": event.unit_name,
        "days": len(set(days)),
        "first": days[0].isoformat() if days else None,
        "last": days[-1].isoformat() if days else None,
        "reference": event.warning_id,
    }


def finding(event: EffectMeasured) -> Data:
    """estimate, ci_low, ci_high: in unit_of_measure, or null; warnings: how many"""
    names = ("metric", "verdict", "estimate", "ci_low", "ci_high", "unit_of_measure", "revision")
    facts = {name: getattr(event, name) for name in (*names, "n_treated", "n_comparison")}
    return {**facts, "warnings": len(event.warnings), "reference": event.study_id}


def parked(event: MessageParked) -> Data:
    return {
        "type": event.type,
        "source": event.source,
        "service": event.parked_by,
        "reference": event.parked_id,
    }


ROOM: Mapping[str, tuple[str, Callable[[Any], Data]]] = {
    CoverageShort.event_name: ("room_coverage_short", short_cover),
    EffectMeasured.event_name: ("room_effect_measured", finding),
    MessageParked.event_name: ("room_message_parked", parked),
}
"""By the name of the event: the template, and what it is told."""

ROOM_TEMPLATES = tuple(template for template, _ in ROOM.values())
