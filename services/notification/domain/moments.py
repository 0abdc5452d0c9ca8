"""One occasion, one message: of the events of one moment, a reader is told the weightiest.

A step of the enrolment service may publish several events, all with the same instant: who is
seated because an offering grew hears of the seat, and not that the offering changed as well.
They share a key. Events of one key and one weight about different subjects are different
matters: of two offerings that are called off at once, a reader hears twice.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from services.notification.domain.message import Draft

Item = TypeVar("Item")


class Relation(StrEnum):
    """What a draft is beside a message with the same key.

    SAID       the reader has it already, or something weightier
    WEIGHTIER  it takes the place of the message
    ANOTHER    both are told
    """

    SAID = "said"
    WEIGHTIER = "weightier"
    ANOTHER = "another"


def relation(draft: Draft, about: str, subject_id: str, weight: int | None) -> Relation:
    """What a draft is beside a message about an event of this name, subject and weight."""
    if draft.weight is None or weight is None:
        return Relation.SAID
    if (draft.about, draft.subject_id) == (about, subject_id) or draft.weight < weight:
        return Relation.SAID
    return Relation.WEIGHTIER if draft.weight > weight else Relation.ANOTHER


def weightiest(items: Iterable[Item], draft_of: Callable[[Item], Draft]) -> list[list[Item]]:
    """What is to be told, by key and in the order of arrival; nearly always one for each key."""
    told: dict[str, list[Item]] = {}
    for item in items:
        draft = draft_of(item)
        so_far = told.setdefault(draft.once_key, [])
        relations = {_beside(draft, draft_of(one)) for one in so_far}
        if Relation.WEIGHTIER in relations:
            so_far.clear()
        if Relation.SAID not in relations:
            so_far.append(item)
    return list(told.values())


def _beside(draft: Draft, other: Draft) -> Relation:
    return relation(draft, other.about, other.subject_id, other.weight)
