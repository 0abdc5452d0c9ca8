"""Which evaluations a completion asks for."""

from dataclasses import replace

import pytest

from services.evaluation.domain.policy import (
    BUILT_IN,
    Policy,
    PolicyItem,
    Respondent,
    check,
    most_specific,
)
from shared.errors import ValidationError
from tests.unit.evaluation.builders import a_completion

ITEM = PolicyItem(level=1, respondent=Respondent.PARTICIPANT, opens_after_days=0, due_within_days=7)
FOR_TRAININGS = Policy(policy_id="kind", programme_kind="training", items=(ITEM,))
FOR_P1 = Policy(policy_id="programme", programme_id="P1", items=(ITEM,))


def asked(policy: Policy) -> list[tuple]:
    return [
        (
            item.level,
            item.respondent.value,
            item.opens_after_days,
            item.due_within_working_days,
            item.due_within_days,
        )
        for item in policy.items
    ]


def test_the_built_in_policy_for_trainings():
    assert asked(BUILT_IN["training"]) == [
        (1, "participant", 0, 3, None),
        (2, "participant", 0, None, 7),
        (3, "participant", 90, None, 14),
        (3, "supervisor", 90, None, 14),
        (4, "system", 180, None, 30),
    ]


def test_a_degree_is_looked_at_later():
    degree = asked(BUILT_IN["degree"])

    assert [(level, days) for level, _, days, *_ in degree] == [
        (1, 0),
        (2, 0),
        (3, 180),
        (3, 180),
        (4, 365),
    ]


def test_the_programmes_policy_goes_before_its_kinds_and_that_before_the_built_in_one():
    completed = a_completion(programme_id="P1")

    assert most_specific([FOR_TRAININGS, FOR_P1], completed) is FOR_P1
    assert most_specific([FOR_TRAININGS], completed) is FOR_TRAININGS
    assert most_specific([], completed) is BUILT_IN["training"]


def test_a_policy_of_another_programme_or_kind_says_nothing():
    completed = a_completion(programme_id="P2", programme_kind="degree")

    assert most_specific([FOR_TRAININGS, FOR_P1], completed) is BUILT_IN["degree"]


@pytest.mark.parametrize(
    ("learning_hours", "chosen"), [(2, "webinar"), (7.9, "webinar"), (8, "day"), (40, "week")]
)
def test_the_hours_of_a_programme_decide_between_policies(learning_hours, chosen):
    policies = [
        replace(FOR_TRAININGS, policy_id="webinar", min_learning_hours=None),
        replace(FOR_TRAININGS, policy_id="week", min_learning_hours=40),
        replace(FOR_TRAININGS, policy_id="day", min_learning_hours=8),
    ]

    completed = a_completion(learning_hours=learning_hours)

    assert most_specific(policies, completed).policy_id == chosen


def test_among_equals_the_first_given_decides():
    newest = replace(FOR_P1, policy_id="newest")

    assert most_specific([newest, FOR_P1], a_completion(programme_id="P1")) is newest


@pytest.mark.parametrize("policy", BUILT_IN.values(), ids=lambda policy: policy.policy_id)
def test_the_built_in_policies_make_sense(policy):
    check(policy)


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (replace(FOR_P1, programme_kind="training"), "programme_id"),
        (replace(FOR_P1, programme_id=None), "programme_id"),
        (replace(FOR_P1, items=(replace(ITEM, due_within_days=None),)), "items.0.due_within_days"),
        (
            replace(FOR_P1, items=(ITEM, replace(ITEM, due_within_working_days=3))),
            "items.1.due_within_days",
        ),
        (replace(FOR_P1, items=(replace(ITEM, level=4),)), "items.0.instrument_id"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_by_field(policy, field):
    with pytest.raises(ValidationError) as refused:
        check(policy)

    assert list(refused.value.fields) == [field]
