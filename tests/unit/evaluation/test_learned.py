"""What may be said of what a group learned, and in which words."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain import used
from services.evaluation.domain.learned import reason_against, sentence
from services.evaluation.domain.telling import Group, tellable

TEN = [(40.0 + n, 60.0 + n % 3) for n in range(10)]


@dataclass
class Somebody:
    offering_id: str | None = None
    position: str | None = None
    unit_kind: str | None = None


def why_not(pairs, others=0):
    everybody = [Somebody("O1")] * len(pairs) + [Somebody("O2")] * others
    return reason_against(
        pairs,
        minimum=10,
        fewest=5,
        group=Group(programme_id="P1", offering_id="O1"),
        everybody=everybody,
    )


def test_ten_people_with_both_tests_are_enough_and_nine_are_not():
    assert why_not(TEN) is None
    assert "fewer than 10" in why_not(TEN[:9])


@pytest.mark.parametrize(("others", "told"), [(0, False), (3, True), (5, False)])
def test_a_group_that_leaves_only_a_few_others_is_not_told(others, told):
    assert (why_not(TEN, others) is not None) == told


@pytest.mark.parametrize(
    "pairs",
    [
        [(50.0, 60.0 + n) for n in range(10)],
        [(50.0 + n, 90.0) for n in range(10)],
        [(50.0 + n, 60.0 + n) for n in range(10)],
    ],
    ids=["same before", "same after", "same gain"],
)
def test_where_all_are_alike_a_figure_would_tell_everybodys_score(pairs):
    assert "the same" in why_not(pairs)


def test_it_is_called_learned_and_never_an_effect():
    found = {
        "n": 12,
        "before": 50.0,
        "after": 62.5,
        "gain": 12.5,
        "ci_low": 8.25,
        "ci_high": 16.75,
        "normalised_gain": 0.25,
    }

    said = sentence(found)

    assert said["id"].startswith("12 peserta belajar: nilai tes naik dari 50,0 ke 62,5")
    assert "25.0 % of what was possible" in said["en"]
    assert "effect" not in said["en"]
    assert "bukan dampak" in said["id"]
    assert "possible" not in sentence(found | {"normalised_gain": None})["en"]


@given(counts=st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 20)))
def test_whoever_is_left_over_beside_the_groups_told_is_nobody_or_k(counts):
    told = tellable(counts, minimum=5, fewest=5)

    left_over = sum(n for name, n in counts.items() if name not in told)
    assert all(counts[name] >= 5 for name in told)
    assert left_over == 0 or left_over >= 5 or not told


def test_a_second_group_is_kept_back_with_a_small_one():
    assert tellable({"A": 9, "B": 6, "C": 3}, minimum=5, fewest=5) == {"A"}
    assert tellable({"A": 9, "B": 6}, minimum=5, fewest=5) == {"A", "B"}


def test_a_share_on_which_all_agree_is_a_band():
    assert used.share([True, True, False, True])["share"] == 0.75
    assert used.share([True] * 5) == {"n": 5, "share": None, "low": 0.75, "high": 1.0}
    assert used.share([False] * 5)["high"] == 0.25
    assert used.sentence(used.share([True] * 5))["en"].startswith("75-100 % of 5 participants")
