"""Of which groups of people something may be told, when something is told of all of them."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

Name = TypeVar("Name", bound=Hashable)


class Member(Protocol):
    """Somebody who answered, without being anybody in particular."""

    @property
    def offering_id(self) -> str | None: ...
    @property
    def position(self) -> str | None: ...
    @property
    def unit_kind(self) -> str | None: ...


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

    def name_of(self, member: Member) -> Hashable:
        """The group of its sort that somebody belongs to."""
        if self.offering_id is not None:
            return member.offering_id
        return None if self.position is None else (member.position, member.unit_kind)


def may_tell(group: Group, members: Iterable[Member], *, minimum: int, fewest: int) -> bool:
    """Whether something may be told of a group beside what is told of all.

    members   everybody, of whom the group is a part
    """
    counts = Counter(group.name_of(one) for one in members)
    return group.name in tellable(counts, minimum=minimum, fewest=fewest)


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
