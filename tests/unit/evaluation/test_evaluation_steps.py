"""An evaluation from its day to its answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain.evaluation import Status, advance, cancel, submit
from shared.errors import Conflict, Forbidden
from tests.unit.evaluation.builders import MONDAY_NOON, an_evaluation

SECOND = timedelta(seconds=1)
JUMPS = st.lists(st.timedeltas(timedelta(0), timedelta(days=4)), max_size=30)


def names(events: list) -> list[str]:
    return [event.event_name.removeprefix("evaluation.") for event in events]


def test_nothing_happens_before_its_time():
    evaluation = an_evaluation()

    assert advance(evaluation, evaluation.opens_at - SECOND) == (evaluation, [])


def test_it_opens_reminds_and_expires_each_at_its_time():
    evaluation = an_evaluation()

    opened, first = advance(evaluation, evaluation.opens_at)
    reminded, second = advance(opened, evaluation.remind_at)
    overdue, third = advance(reminded, evaluation.due_at)

    assert names([*first, *second, *third]) == ["opened", "due_soon", "overdue"]
    statuses = [each.status for each in (opened, reminded, overdue)]
    assert statuses == [Status.OPEN, Status.OPEN, Status.OVERDUE]
    assert overdue.next_at is None


def test_without_a_reminder_point_it_is_overdue_next():
    evaluation = an_evaluation(remind_at=None)

    opened, _ = advance(evaluation, evaluation.opens_at)

    assert opened.next_at == evaluation.due_at


def test_a_late_timer_takes_several_steps_at_once():
    evaluation = an_evaluation()

    assert names(advance(evaluation, evaluation.remind_at)[1]) == ["opened", "due_soon"]


def test_nobody_is_reminded_of_what_is_overdue_already():
    evaluation = an_evaluation()

    assert names(advance(evaluation, evaluation.due_at)[1]) == ["opened", "overdue"]


@given(jumps=JUMPS, reminds=st.booleans())
def test_however_the_clock_jumps_each_event_comes_once_and_in_order(jumps, reminds):
    evaluation = an_evaluation() if reminds else an_evaluation(remind_at=None)
    now, happened = MONDAY_NOON, []
    for jump in jumps:
        now += jump
        evaluation, events = advance(evaluation, now)
        happened += names(events)

    expected = [
        name
        for name, at in (
            ("opened", evaluation.opens_at),
            ("due_soon", evaluation.remind_at),
            ("overdue", evaluation.due_at),
        )
        if jumps and at is not None and at <= now
    ]
    assert happened in (expected, [name for name in expected if name != "due_soon"])
    assert evaluation.next_at is None or evaluation.next_at > now or not jumps


@given(jumps=JUMPS)
def test_a_reversal_at_any_time_leaves_nothing_open(jumps):
    evaluation, now = an_evaluation(), MONDAY_NOON
    for jump in jumps:
        now += jump
        evaluation, _ = advance(evaluation, now)

    cancelled, events = cancel(evaluation, now)

    assert cancelled.status is Status.CANCELLED
    assert names(events) == ["cancelled"]
    assert advance(cancelled, now + timedelta(days=1000)) == (cancelled, [])
    assert cancel(cancelled, now) == (cancelled, [])


def test_what_was_answered_is_not_cancelled():
    submitted = an_evaluation(status=Status.SUBMITTED, next_at=None)

    assert cancel(submitted, MONDAY_NOON) == (submitted, [])


def test_an_answer_ends_it_and_stops_the_timer():
    evaluation = an_evaluation()
    opened, _ = advance(evaluation, evaluation.opens_at)

    submitted, events = submit(opened, by="E1", at=evaluation.opens_at + SECOND)

    assert submitted.status is Status.SUBMITTED
    assert names(events) == ["submitted"]
    assert advance(submitted, evaluation.due_at) == (submitted, [])


def test_an_answer_that_is_faster_than_the_timer_tells_of_the_opening_too():
    evaluation = an_evaluation()

    _, events = submit(evaluation, by="E1", at=evaluation.opens_at)

    assert names(events) == ["opened", "submitted"]


def test_a_late_answer_is_welcome():
    overdue, _ = advance(an_evaluation(), MONDAY_NOON + timedelta(days=30))

    assert submit(overdue, by="E1", at=MONDAY_NOON + timedelta(days=31))[0].status == "submitted"


def test_before_its_day_it_takes_no_answer():
    evaluation = an_evaluation()

    with pytest.raises(Conflict, match="opens at"):
        submit(evaluation, by="E1", at=evaluation.opens_at - SECOND)


@pytest.mark.parametrize("ended", [Status.SUBMITTED, Status.CANCELLED])
def test_what_has_ended_takes_no_answer(ended):
    evaluation = replace(an_evaluation(), status=ended, next_at=None)

    with pytest.raises(Conflict, match=ended):
        submit(evaluation, by="E1", at=evaluation.due_at)


@pytest.mark.parametrize("respondent_id", ["E2", None], ids=["somebody else's", "the system's"])
def test_only_the_respondent_may_answer(respondent_id):
    evaluation = an_evaluation(respondent_id=respondent_id)

    with pytest.raises(Forbidden):
        submit(evaluation, by="E1", at=evaluation.opens_at)
