"""What a group learned, and what many questions at once are worth."""

import pytest

from services.evaluation.analysis.corrections import holm
from services.evaluation.analysis.learning import learning

BEFORE = [40.0, 55, 60, 35, 50, 45, 65, 30, 70, 50]
AFTER = [70.0, 75, 80, 60, 70, 80, 85, 55, 90, 65]


def test_the_gain_is_of_the_same_persons_with_an_interval_and_as_a_share_of_the_room():
    found = learning(BEFORE, AFTER, 100)

    assert (found.n, found.gain) == (10, pytest.approx(23))
    assert found.ci_low == pytest.approx(18.80, abs=0.01)  # 23 +- 2.262 * 5.869 / sqrt(10)
    assert found.ci_high == pytest.approx(27.20, abs=0.01)
    assert found.normalised_gain == pytest.approx(23 / 50)


def test_fewer_than_ten_persons_are_not_a_group():
    assert learning(BEFORE[:9], AFTER[:9], 100) is None


def test_where_nothing_was_left_to_learn_there_is_no_normalised_gain():
    found = learning([100.0] * 10, [100.0] * 10, 100)

    assert (found.gain, found.normalised_gain, found.p_value) == (0, None, 1)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [([50.0], [], "paired scores"), ([50.0], [101.0], "between 0"), ([-1.0], [5.0], "between 0")],
)
def test_scores_that_cannot_be_are_refused(before, after, reason):
    with pytest.raises(ValueError, match=reason):
        learning(before, after, 100)


def test_holm_corrects_as_printed_and_keeps_the_order():
    """Holm's procedure by hand: 4 x 0.01, 3 x 0.0133, then never less than before."""
    assert holm([0.03, 0.01, 0.04, 0.0134]) == pytest.approx([0.06, 0.04, 0.06, 0.0402])
    assert holm([]) == []


def test_holm_refuses_what_is_no_probability():
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([1.2])
