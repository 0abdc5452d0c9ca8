"""The posts of all units, filled up to the wanted headcount."""

import random
from dataclasses import dataclass
from enum import IntEnum

from demo.roster.positions import POSITIONS, Position
from demo.roster.staffing import STAFFING
from demo.roster.units import UNITS, Unit

MIN_RETIRED = 5


class Rank(IntEnum):
    """Place in the unit; the order in which its people are numbered."""

    HEAD = 0
    DEPUTY = 1
    STAFF = 2
    GROWTH = 3  # staff beyond the posts that a unit always has


@dataclass(frozen=True)
class Post:
    """One person's place in a unit."""

    unit: Unit
    rank: Rank
    position: Position


def permanent_posts() -> list[Post]:
    """The posts that the organisation has at any headcount."""
    return [post for unit in UNITS for post in _posts_of(unit)]


def smallest_headcount() -> int:
    """Persons (active and retired) below which the organisation cannot be staffed."""
    return len(permanent_posts()) + MIN_RETIRED


def fill_posts(employees: int, rng: random.Random) -> list[Post]:
    """As many posts as employees, by unit and rank. Raises ValueError if there are too few."""
    if employees < smallest_headcount():
        raise ValueError(f"at least {smallest_headcount()} employees needed, got {employees}")
    permanent = permanent_posts()
    growth = _growth(employees - len(permanent), rng)
    place = {unit.unit_id: n for n, unit in enumerate(UNITS)}
    return sorted(permanent + growth, key=lambda post: (place[post.unit.unit_id], post.rank))


def _posts_of(unit: Unit) -> list[Post]:
    staffing = STAFFING[unit.kind]
    leaders = {Rank.HEAD: staffing.head, Rank.DEPUTY: staffing.deputy}
    posts = [Post(unit, rank, POSITIONS[title]) for rank, title in leaders.items() if title]
    for title, count in staffing.always.items():
        posts += [Post(unit, Rank.STAFF, POSITIONS[title])] * count
    return posts


def _growth(count: int, rng: random.Random) -> list[Post]:
    choices = [
        (Post(unit, Rank.GROWTH, POSITIONS[title]), weight)
        for unit in UNITS
        for title, weight in STAFFING[unit.kind].grows.items()
    ]
    posts, weights = zip(*choices, strict=True)
    return rng.choices(posts, weights, k=count)
