"""What may be said of what a group learned, and in which words."""

import pytest

from services.evaluation.domain.learned import reason_against, sentence

TEN = [(40.0 + n, 60.0 + n % 3) for n in range(10)]


def why_not(pairs, everybody=None):
    return reason_against(pairs, everybody or pairs, minimum=10, fewest=5)


def test_ten_people_with_both_tests_are_enough_and_nine_are_not():
    assert why_not(TEN) is None
    assert "fewer than 10" in why_not(TEN[:9])


@pytest.mark.parametrize(("others", "told"), [(0, False), (3, True), (5, False)])
def test_a_group_that_leaves_only_a_few_others_is_not_told(others, told):
    everybody = TEN + TEN[:others]

    assert (why_not(TEN, everybody) is not None) == told


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
