"""What can be learned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from shared.errors import ValidationError

ProgrammeKind = Literal["training", "degree"]
DeliveryMode = Literal["classical", "online", "blended", "coaching", "internship", "self_study"]
DegreeLevel = Literal["diploma", "bachelor", "master", "doctor"]


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What can be learned, as it was said at one time (its version).

    learning_hours            JP (45 minutes each) credited on completion
    cost_per_participant      rupiah
    provider                  id or name of who gives it; a registered one where there is an
                              agreement, else just words
    prerequisites             programmes that must have been completed before
    pass_score                points (0-100) below which a completion is refused; None: no test
    min_attendance_share      0-1, applied where attendance was recorded; None: no minimum
    certificate_valid_months  None: the certificate does not expire
    delivery_mode             how it is taught; None only for a degree
    degree_level              None: not said, or not a degree
    cost_per_offering         rupiah, however many take part
    travel_cost_per_day       rupiah for one participant and day away
    version                   from 1; an announced offering keeps the one it was announced with
    """

    programme_id: str
    title: str
    kind: ProgrammeKind
    learning_hours: float
    competencies: tuple[str, ...]
    cost_per_participant: int
    provider: str | None = None
    prerequisites: tuple[str, ...] = ()
    pass_score: float | None = None
    min_attendance_share: float | None = None
    certificate_valid_months: int | None = None
    delivery_mode: DeliveryMode | None = None
    degree_level: DegreeLevel | None = None
    cost_per_offering: int = 0
    travel_cost_per_day: int = 0
    version: int = 1


def in_full(programme: Programme) -> Programme:
    """With what is left out filled in. Raises ValidationError."""
    _only_a_degree_has_a_level(programme)
    _is_not_its_own_prerequisite(programme)
    if programme.kind == "training" and programme.delivery_mode is None:
        return replace(programme, delivery_mode="classical")
    return programme


def next_version(known: Programme | None, saved: Programme) -> Programme:
    """What is kept of a programme that is saved: the known version where nothing is new."""
    if known is None:
        return replace(saved, version=1)
    again = replace(saved, version=known.version)
    return known if again == known else replace(saved, version=known.version + 1)


def cost_of(programme: Programme, participants: int, travel_days: int = 0) -> int:
    """Rupiah for an offering with so many participants, each away for so many travel days."""
    each = programme.cost_per_participant + travel_days * programme.travel_cost_per_day
    return programme.cost_per_offering + participants * each


def circle_among(programmes: Iterable[Programme]) -> tuple[str, ...]:
    """The ids of programmes that require each other, each the next one and the last the first;
    empty where there are none. Nobody could ever begin one of them.
    """
    try:
        TopologicalSorter({one.programme_id: one.prerequisites for one in programmes}).prepare()
    except CycleError as found:
        first_and_last_alike: list[str] = found.args[1]
        return tuple(reversed(first_and_last_alike[1:]))
    return ()


def why_nobody_begins(circle: Sequence[str]) -> str:
    return f"nobody could ever begin: {' requires '.join((*circle, circle[0]))}"


def _only_a_degree_has_a_level(programme: Programme) -> None:
    if programme.degree_level is not None and programme.kind != "degree":
        reason = {"degree_level": ["is for programmes of kind degree"]}
        raise ValidationError("a training has no degree level", reason)


def _is_not_its_own_prerequisite(programme: Programme) -> None:
    if programme.programme_id in programme.prerequisites:
        reason = {"prerequisites": ["must not hold the programme itself"]}
        raise ValidationError("nobody could ever begin this programme", reason)
