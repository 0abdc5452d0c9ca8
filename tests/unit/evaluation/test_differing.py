"""Nothing is told of people that, with what was told before, speaks of a few of them."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.domain.differing import tells_of_few

K = 5


def people(*cells: str) -> frozenset[str]:
    """`a10`: ten people named a0 to a9."""
    return frozenset(f"{cell[0]}{number}" for cell in cells for number in range(int(cell[1:])))


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ([people("a10")], people("a10", "b1")),
        ([people("a10", "b1")], people("a10")),
        ([people("a10", "b10"), people("b10")], people("a10", "c2")),
        ([people("a10", "b2"), people("b2", "c9")], people("a10", "c9", "d2")),
        ([people("a9", "b9"), people("b9", "c9"), people("c9", "e9")], people("a9", "e9", "d1")),
        ([], people("a4")),
    ],
    ids=["one more", "one less", "by an older total", "by two", "by a chain", "few at all"],
)
def test_what_would_tell_of_a_few_is_not_told(told, asked):
    assert tells_of_few(told, asked, fewest=K)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ([], people("a5")),
        ([people("a10")], people("a10")),
        ([people("a10")], people("a10", "b5")),
        ([people("a10"), people("b10")], people("a10", "b10")),
        # offerings a+b and c+d, and the position a+c: nobody knows how much of it comes from where
        ([people("a8", "b2"), people("c7", "d5")], people("a8", "c7")),
        # one completion was reversed, and others came: how much is the one, and how much are they?
        ([people("a9", "b1")], people("a9", "c6")),
    ],
    ids=["k", "again", "k more", "all", "across", "one gone and others come"],
)
def test_what_tells_of_k_or_of_nothing_new_is_told(told, asked):
    assert not tells_of_few(told, asked, fewest=K)


@settings(max_examples=60, deadline=None)
@given(
    groups=st.lists(st.sets(st.sampled_from("abcde"), min_size=1), min_size=2, max_size=4),
    sizes=st.lists(st.integers(1, 7), min_size=5, max_size=5),
)
def test_no_small_sums_and_differences_of_what_is_told_speak_of_a_few(groups, sizes):
    size = dict(zip("abcde", sizes, strict=True))
    told: list[set[str]] = []
    for group in groups:
        cells = people(*[f"{cell}{size[cell]}" for cell in group])
        named = [people(*[f"{cell}{size[cell]}" for cell in one]) for one in told]
        if not tells_of_few(named, cells, fewest=K):
            told.append(group)

    for times in product((-2, -1, 0, 1, 2), repeat=len(told)):
        left = {
            cell
            for cell in "abcde"
            if sum(n for n, one in zip(times, told, strict=True) if cell in one)
        }
        assert not left or sum(size[cell] for cell in left) >= K
