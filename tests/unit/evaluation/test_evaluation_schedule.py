"""From a completion to its evaluations."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain.evaluation import Evaluation, Status
from services.evaluation.domain.policy import BUILT_IN, Moment, Policy, PolicyItem, Respondent
from services.evaluation.domain.schedule import schedule
from shared.events.enrolment import TrainingCompleted
from shared.events.evaluation import EvaluationScheduled
from tests.unit.evaluation.builders import MONDAY_NOON, NO_HOLIDAYS, WITA, a_completion, some_id

TRAINING = BUILT_IN["training"]
DECADES = timedelta(days=9000)
INSTANTS = st.timedeltas(-DECADES, DECADES).map(MONDAY_NOON.__add__)
DAYS = st.integers(0, 400)
REMINDERS = st.lists(st.integers(1, 400), max_size=3).map(tuple)


def scheduled(
    completed: TrainingCompleted, policy: Policy = TRAINING, *, now: datetime | None = None
) -> tuple[list[Evaluation], EvaluationScheduled]:
    moment = now or completed.occurred_at
    return schedule(completed, policy, NO_HOLIDAYS, now=moment, new_id=some_id)


def test_a_training_asks_for_five_evaluations_of_the_right_respondents():
    evaluations, _ = scheduled(a_completion(employee_id="E1", supervisor_id="E2"))

    assert [(each.level, each.respondent_id) for each in evaluations] == [
        (1, "E1"),
        (2, "E1"),
        (3, "E1"),
        (3, "E2"),
        (4, None),
    ]


@pytest.mark.parametrize("supervisor_id", [None, "E1"], ids=["nobody", "the learner"])
def test_without_a_supervisor_there_are_four(supervisor_id):
    evaluations, event = scheduled(a_completion(employee_id="E1", supervisor_id=supervisor_id))

    assert [each.level for each in evaluations] == [1, 2, 3, 4]
    assert len(event.items) == 4


def test_the_days_of_the_built_in_policy():
    friday = datetime(2026, 11, 20, 16, tzinfo=WITA)

    evaluations, _ = scheduled(a_completion(completed_at=friday))

    after = [(each.opens_at - friday, each.due_at - each.opens_at) for each in evaluations]
    assert after == [
        (timedelta(0), timedelta(days=5)),  # three working days, over a weekend
        (timedelta(0), timedelta(days=7)),
        (timedelta(days=90), timedelta(days=14)),
        (timedelta(days=90), timedelta(days=14)),
        (timedelta(days=180), timedelta(days=30)),
    ]


def test_what_was_recorded_late_opens_when_it_was_recorded():
    completed = a_completion(occurred_at=MONDAY_NOON + timedelta(days=100))

    evaluations, _ = scheduled(completed)

    assert [each.opens_at for each in evaluations[:4]] == [completed.occurred_at] * 4
    assert [each.status for each in evaluations] == [Status.OPEN] * 4 + [Status.SCHEDULED]
    assert evaluations[4].opens_at == MONDAY_NOON + timedelta(days=180)


def test_an_evaluation_that_opened_while_this_service_was_down_is_open_at_once():
    completed = a_completion()

    evaluations, event = scheduled(completed, now=MONDAY_NOON + timedelta(days=91))

    assert [each.status for each in evaluations] == [Status.OPEN] * 4 + [Status.SCHEDULED]
    assert event.occurred_at == MONDAY_NOON + timedelta(days=91)


def test_an_item_at_enrolment_is_not_asked_at_completion():
    pre_test = replace(TRAINING.items[1], at=Moment.ENROLMENT)
    policy = replace(TRAINING, items=(pre_test, TRAINING.items[0]))

    evaluations, _ = scheduled(a_completion(), policy)

    assert [each.level for each in evaluations] == [1]


def test_everybody_but_the_system_is_asked_with_an_instrument():
    evaluations, _ = scheduled(a_completion())

    assert [each.instrument_id for each in evaluations] == [
        "reaction",
        "learning",
        "behaviour-participant",
        "behaviour-supervisor",
        None,
    ]


def test_the_ids_are_in_the_order_of_the_policy():
    evaluations, event = scheduled(a_completion())

    ids = [each.evaluation_id for each in evaluations]
    assert ids == sorted(ids) == [item.evaluation_id for item in event.items]


items = st.builds(
    PolicyItem,
    level=st.integers(1, 4),
    respondent=st.sampled_from(Respondent),
    opens_after_days=DAYS,
    due_within_days=st.integers(1, 400),
    remind_before_days=REMINDERS,
) | st.builds(
    PolicyItem,
    level=st.integers(1, 4),
    respondent=st.sampled_from(Respondent),
    opens_after_days=DAYS,
    due_within_working_days=st.integers(1, 60),
    remind_before_days=REMINDERS,
)


@given(
    completed_at=INSTANTS,
    recorded_late=st.timedeltas(timedelta(0), timedelta(days=400)),
    handled_late=st.timedeltas(timedelta(days=-1), timedelta(days=400)),
    item=items,
)
def test_of_any_policy_no_evaluation_opens_early_or_is_due_before_it_opens(
    completed_at, recorded_late, handled_late, item
):
    recorded_at = completed_at + recorded_late
    completed = a_completion(completed_at=completed_at, occurred_at=recorded_at)

    [evaluation], event = scheduled(
        completed, replace(TRAINING, items=(item,)), now=recorded_at + handled_late
    )

    assert evaluation.opens_at >= recorded_at
    assert evaluation.opens_at >= completed_at + timedelta(days=item.opens_after_days)
    assert evaluation.due_at > evaluation.opens_at
    if evaluation.remind_at is not None:
        assert evaluation.opens_at < evaluation.remind_at < evaluation.due_at
    is_open = evaluation.opens_at <= event.occurred_at
    assert evaluation.status is (Status.OPEN if is_open else Status.SCHEDULED)
    assert evaluation.next_at is not None
    assert is_open == (evaluation.next_at > evaluation.opens_at)
