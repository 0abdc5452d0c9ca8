"""What may be shown of answers, so that nobody can tell what one person answered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.domain.anonymity import block_of, releasable, sum_of
from services.evaluation.domain.built_in_instruments import BUILT_IN
from services.evaluation.domain.instrument import Instrument, Question
from services.evaluation.domain.result_numbers import (
    ResultNumber,
    check,
    number_in_force,
)
from shared.errors import ValidationError

REACTION = BUILT_IN["reaction"]
WORDS = {"id": "Pertanyaan", "en": "Question"}
CHOICE = Instrument(
    instrument_id="choice",
    title=WORDS,
    questions=(
        Question(key="why", text=WORDS, kind="choice", choices=("time", "tools"), required=True),
    ),
)
K = 5
MONTHS = st.lists(
    st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 12), max_size=4), max_size=6
)


def block(*answers: dict, instrument: Instrument = REACTION, minimum: int = K) -> list[dict]:
    """In the order of the alphabet, so that tests can look at it."""
    return block_of([(instrument, one) for one in answers], minimum=minimum, shuffle=sorted)


def liked(*useful: int) -> list[dict]:
    return block(*[{"useful": one} for one in useful])


def shown(*blocks: list[dict], with_texts: bool = False) -> dict:
    return sum_of(blocks, with_texts=with_texts, shuffle=sorted)[0]


def test_fewer_than_k_answers_are_not_shown():
    assert releasable({"A": 4}, shown=(), pooled=(), minimum=K).parts == ()
    assert releasable({"A": 5}, shown=(), pooled=(), minimum=K).parts == ("A",)


def test_again_only_after_k_more():
    assert releasable({"A": 4}, shown={"A"}, pooled=(), minimum=K).parts == ()
    assert releasable({"A": 5}, shown={"A"}, pooled=(), minimum=K).parts == ("A",)


def test_a_small_offering_that_the_total_would_give_away_waits_for_a_second_one():
    alone = releasable({"A": 20, "B": 3}, shown=(), pooled=(), minimum=K)
    assert (alone.parts, alone.pool) == (("A",), ())

    together = releasable({"B": 3, "C": 2}, shown={"A"}, pooled=(), minimum=K)
    assert (together.parts, together.pool) == ((), ("B", "C"))


def test_who_was_shown_together_with_others_stays_together():
    assert releasable({"B": 30}, shown=(), pooled={"B", "C"}, minimum=K).pool == ("B",)
    assert releasable({"B": 4}, shown=(), pooled={"B", "C"}, minimum=K).pool == ()


@given(months=MONTHS)
def test_whatever_is_shown_differs_by_k_people_or_by_none(months):
    """Totals, parts and all their differences, in every month and between months."""
    waiting: dict[str, int] = {}
    parts: dict[str, int] = {}
    pooled: set[str] = set()
    total, seen = 0, [{"total": 0, "rest": 0}]
    for month in months:
        for name, n in month.items():
            waiting[name] = waiting.get(name, 0) + n
        release = releasable(waiting, shown=set(parts), pooled=pooled, minimum=K)
        for name in release.parts:
            parts[name] = parts.get(name, 0) + waiting[name]
        pooled |= set(release.pool)
        total += sum(waiting.pop(name) for name in (*release.parts, *release.pool))
        seen.append({"total": total, "rest": total - sum(parts.values()), **parts})

    for earlier, later in combinations(seen, 2):
        for name, n in later.items():
            assert n == 0 or n >= K
            more = n - earlier.get(name, 0)
            assert more == 0 or more >= K
    assert not pooled & set(parts)


def test_a_mean_is_shown_with_how_many_answered():
    figures = shown(liked(5, 4, 4, 3, 4))

    assert (figures["n"], figures["mean"], figures["low"], figures["high"]) == (5, 4.0, 4.0, 4.0)


def test_where_all_answered_the_same_a_band_is_shown():
    figures = shown(liked(*[5] * 6))

    assert (figures["mean"], figures["low"], figures["high"]) == (None, 3, 5)


@pytest.mark.parametrize(("lowest", "highest"), [(1, 5), (1, 4), (0, 10), (1, 3), (1, 2), (0, 1)])
def test_no_band_tells_which_answer_all_gave(lowest, highest):
    scale = replace(REACTION.questions[0], min=lowest, max=highest)
    asked = replace(REACTION, questions=(scale,))

    bands: dict[tuple, list[int]] = {}
    for value in range(lowest, highest + 1):
        one = shown(block(*[{"useful": value}] * K, instrument=asked))
        assert one["low"] <= value <= one["high"]
        bands.setdefault((one["low"], one["high"]), []).append(value)

    assert all(len(values) > 1 for values in bands.values())


def test_a_unanimous_block_cannot_be_told_from_the_difference_to_a_later_total():
    first, second = liked(5, 4, 4, 3, 4), liked(5, 5, 5, 5, 5)

    figures = shown(first, second)

    assert figures["mean"] is None
    assert (figures["low"], figures["high"]) == (3.5, 4.5)


def test_of_choices_a_unanimous_block_is_left_out():
    mixed = [{"why": "time"}] * 3 + [{"why": "tools"}] * 2
    unanimous = [{"why": "time"}] * 5

    assert shown(block(*mixed, instrument=CHOICE))["counts"] == {"time": 3, "tools": 2}
    assert shown(block(*unanimous, instrument=CHOICE))["counts"] is None
    both = shown(block(*mixed, instrument=CHOICE), block(*unanimous, instrument=CHOICE))
    assert (both["n"], both["counts"]) == (10, {"time": 3, "tools": 2})


def test_an_optional_question_that_few_answered_is_left_out():
    answers = [{"useful": 5}, *[{}] * 9]

    assert block(*answers) == []


def test_texts_are_shuffled_and_shown_only_from_enough_answers():
    texts = block({"comment": "b"}, {"comment": "c"}, {"comment": "a"}, *[{}] * 7)

    assert shown(texts)["texts"] is None
    assert shown(texts, with_texts=True)["texts"] == ["a", "b", "c"]


def test_the_order_of_texts_does_not_tell_from_which_offering_they_come():
    first = block({"comment": "c"}, {"comment": "a"}, *[{}] * 4)
    second = block({"comment": "d"}, {"comment": "b"}, *[{}] * 4)

    assert shown(first, second, with_texts=True)["texts"] == ["a", "b", "c", "d"]
    assert shown(second, first, with_texts=True)["texts"] == ["a", "b", "c", "d"]


def test_a_choice_that_a_later_version_added_is_counted():
    more = replace(CHOICE.questions[0], choices=("time", "tools", "money"))
    later = replace(CHOICE, questions=(more,), version=2)
    answered = [(CHOICE, {"why": "time"})] * 3 + [(later, {"why": "money"})] * 2

    [figures] = block_of(answered, minimum=K, shuffle=sorted)

    assert figures["counts"] == {"time": 3, "tools": 0, "money": 2}


def test_questions_that_changed_their_kind_are_not_added_up():
    changed = replace(CHOICE.questions[0], kind="scale", choices=())
    other = replace(CHOICE, questions=(changed,), version=2)
    before = block(*[{"why": "time"}] * 3, *[{"why": "tools"}] * 3, instrument=CHOICE)
    after = block(*[{"why": 1}] * 3, *[{"why": 4}] * 3, instrument=other)

    assert [one["n"] for one in sum_of([before, after], with_texts=False, shuffle=sorted)] == [6, 6]


@settings(max_examples=30)
@given(blocks=st.lists(st.lists(st.integers(1, 5), min_size=K, max_size=9), min_size=1, max_size=4))
def test_the_true_mean_always_lies_in_the_band(blocks):
    figures = shown(*[liked(*values) for values in blocks])

    everybody = [one for values in blocks for one in values]
    mean = sum(everybody) / len(everybody)
    assert figures["low"] - 0.01 <= mean <= figures["high"] + 0.01
    if any(len(set(values)) == 1 for values in blocks):
        assert figures["mean"] is None


@pytest.mark.parametrize(
    ("name", "value"), [("minimum_answers", 1), ("minimum_answers", 5.5), ("skm_a_from", 101)]
)
def test_a_number_that_protects_nobody_is_refused(name, value):
    number = ResultNumber(name=name, from_day=date(2026, 1, 1), value=Decimal(str(value)))
    with pytest.raises(ValidationError):
        check(number)
    assert number_in_force(name, date(2026, 1, 1), []) > 1
