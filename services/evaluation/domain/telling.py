"""Of which groups of people something may be told, when something is told of all of them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The people of a programme: all, of one offering, or of one position and kind of unit.

    unit_kind   in HR's words, where a position is given; None: HR named none
    """

    programme_id: str
    offering_id: str | None = None
    position: str | None = None
    unit_kind: str | None = None

    @property
    def name(self) -> Hashable:
        """Among the groups of its sort; None: all people."""
        if self.offering_id is not None:
            return self.offering_id
        return None if self.position is None else (self.position, self.unit_kind)


def reason_against(
    group: Group, counts: Mapping[Hashable, int], *, minimum: int, fewest: int
) -> str | None:
    """Why nothing may be told of a group beside what is told of all people; None: it may.

    counts    people whose windows have closed, in each group of the same sort
    minimum   the fewest of whom it is told
    fewest    k, see `tellable`
    """
    if counts.get(group.name, 0) < minimum:
        return f"fewer than {minimum} people whose windows have closed"
    if group.name not in tellable(counts, minimum=minimum, fewest=fewest):
        return "the few others of the programme could be told by comparing with its total"
    return None


def tellable(counts: Mapping[Name, int], *, minimum: int, fewest: int) -> set[Name]:
    """Those of some groups, which are all people together, of which something may be told.

    minimum   the fewest people of a group that is told of
    fewest    k: the fewest people that may be left over; where they are fewer, the smallest groups
              that could be told are kept back with them
    """
    told = {name for name, n in counts.items() if n >= minimum}
    by_size = sorted(told, key=lambda name: (counts[name], str(name)))
    left_over = sum(n for name, n in counts.items() if name not in told)
    while 0 < left_over < fewest and by_size:
        smallest = by_size.pop(0)
        told.remove(smallest)
        left_over += counts[smallest]
    return told
