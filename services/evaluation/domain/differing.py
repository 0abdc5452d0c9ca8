"""Whether something may be told of people beside all that was told of others before.

Everything told of a group can be added to and subtracted from what was told of other groups. People
who were always told of together cannot be told apart by that: they are one cell. What is new must
not, with whatever was told before, add up to something about a few people only.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb

People = frozenset[str]
_Vector = list[int]

_PRIME = 2**61 - 1
"""Exact arithmetic without fractions: coefficients are taken modulo a large prime."""

_MOST_LOOKED_AT = 5_000


def tells_of_few(told: Iterable[People], asked: People, *, fewest: int) -> bool:
    """Whether sums and differences of what was told and is asked speak of fewer than `fewest`.

    told    of whom something was told before
    asked   of whom it is to be told now

    Where very many small cells stand beside each other, fewer of them are put together: at least
    it is made sure that no single one can be told.
    """
    before = list(dict.fromkeys(told))
    cells = Counter(
        (*(person in one for one in before), person in asked) for person in asked.union(*before)
    )
    names = list(cells)
    rows = [[int(name[number]) for name in names] for number in range(len(before))]
    unknown = _what_was_not_told(rows, len(names))
    is_asked = [int(name[-1]) for name in names]
    wanted = [_product(direction, is_asked) for direction in unknown]
    if not any(wanted):
        return False  # it follows from what was told
    small = [number for number, name in enumerate(names) if cells[name] < fewest]
    together = max(1, fewest - 1)
    while together > 1 and comb(len(small), together) > _MOST_LOOKED_AT:
        together -= 1
    return any(
        _reaches([[direction[one] for direction in unknown] for one in some], wanted)
        for number in range(1, together + 1)
        for some in combinations(small, number)
        if sum(cells[names[one]] for one in some) < fewest
    )


def _what_was_not_told(rows: Sequence[_Vector], width: int) -> list[_Vector]:
    """Directions of which no row tells anything: a basis of the null space."""
    reduced, pivots = _reduced(rows)
    free = [column for column in range(width) if column not in pivots]
    basis = []
    for column in free:
        direction = [0] * width
        direction[column] = 1
        for pivot, row in zip(pivots, reduced, strict=True):
            direction[pivot] = -row[column] % _PRIME
        basis.append(direction)
    return basis


def _reaches(vectors: Sequence[_Vector], wanted: _Vector) -> bool:
    """Whether some multiples of the vectors add up to what is wanted."""
    return len(_reduced(vectors)[1]) == len(_reduced([*vectors, wanted])[1])


def _reduced(rows: Sequence[_Vector]) -> tuple[list[_Vector], list[int]]:
    """Rows in reduced echelon form, without those of zeros, and the columns of their ones."""
    reduced: list[_Vector] = []
    pivots: list[int] = []
    for given in rows:
        row = list(given)
        for pivot, other in zip(pivots, reduced, strict=True):
            row = _less(row, row[pivot], other)
        if not any(row):
            continue
        pivot = next(column for column, value in enumerate(row) if value)
        inverse = pow(row[pivot], -1, _PRIME)
        row = [value * inverse % _PRIME for value in row]
        reduced = [_less(other, other[pivot], row) for other in reduced]
        reduced.append(row)
        pivots.append(pivot)
    return reduced, pivots


def _less(row: _Vector, times: int, other: _Vector) -> _Vector:
    if not times:
        return row
    return [(one - times * two) % _PRIME for one, two in zip(row, other, strict=True)]


def _product(one: _Vector, other: _Vector) -> int:
    return sum(a * b for a, b in zip(one, other, strict=True)) % _PRIME
