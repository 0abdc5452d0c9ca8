"""What may be said of what a group learned, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain import telling, used
from services.evaluation.domain.learned import reason_against, sentence
from services.evaluation.domain.telling import Group, tellable


def why_not(n, others=0):
    group = Group(programme_id="P1", offering_id="O1")
    return telling.reason_against(group, {"O1": n, "O2": others}, minimum=10, fewest=5)


def test_ten_people_with_both_tests_are_enough_and_nine_are_not():
    assert why_not(10) is None
    assert "fewer than 10" in why_not(9)


@pytest.mark.parametrize(("others", "told"), [(0, False), (3, True), (5, False)])
def test_a_group_that_leaves_only_a_few_others_is_not_told(others, told):
    assert (why_not(10, others) is not None) == told


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
    assert "the same" in reason_against(pairs)
    assert reason_against([*pairs, (0.0, 1.0)]) is None


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
    assert used.share([True, True, False, True, False])["share"] == 0.6
    assert used.share([True] * 5) == {"n": 5, "share": None, "low": 0.75, "high": 1.0}
    assert used.share([False] * 5)["high"] == 0.25
    assert used.sentence(used.share([True] * 5))["en"].startswith("75-100 % of 5 participants")


@pytest.mark.parametrize("n", [5, 6, 30])
def test_a_band_does_not_tell_that_all_agree(n):
    assert used.share([True] * n) == used.share([True] * (n - 1) + [False])
    assert used.share([False] * n) == used.share([False] * (n - 1) + [True])


@pytest.mark.parametrize(
    ("gain", "low", "high", "indonesian", "english"),
    [
        (-12.5, -16.5, -8.5, "peserta turun dari 62,5 ke 50,0", "test scores fell from 62.5"),
        (1.5, -2.0, 5.0, "belum pasti", "not certain"),
        (-1.5, -5.0, 2.0, "belum pasti", "not certain"),
    ],
)
def test_nobody_is_said_to_have_learned_where_the_scores_do_not_say_so(
    gain, low, high, indonesian, english
):
    found = {"n": 12, "before": 62.5, "after": 62.5 + gain, "gain": gain}
    found |= {"ci_low": low, "ci_high": high, "normalised_gain": gain / 37.5}

    said = sentence(found)

    assert "peserta belajar" not in said["id"]
    assert "learned" not in said["en"]
    assert "possible" not in said["en"]
    assert indonesian in said["id"]
    assert english in said["en"]
