"""Completions in, evaluations and one event out."""

from datetime import datetime

import pytest

from tests.integration.evaluation.asking import now_completed
from tests.integration.evaluation.house import MONDAY_NOON, in_an_envelope
from tests.unit.evaluation.builders import a_completion


def test_a_completion_has_five_evaluations_and_one_event(house):
    completed = now_completed(house, employee_id="E1", supervisor_id="E2")

    house.deliver(in_an_envelope(completed))

    items = house.evaluations(enrolment_id=completed.enrolment_id)
    assert [(item["level"], item["respondent_id"], item["status"]) for item in items] == [
        (1, "E1", "open"),
        (2, "E1", "open"),
        (3, "E1", "scheduled"),
        (3, "E2", "scheduled"),
        (4, None, "scheduled"),
    ]
    [told] = house.told()
    assert (told.name, told.subject) == ("evaluation.scheduled", completed.enrolment_id)
    assert [item["evaluation_id"] for item in told.data["items"]] == [
        item["evaluation_id"] for item in items
    ]


@pytest.mark.parametrize("supervisor_id", [None, "E1"])
def test_without_a_supervisor_there_are_four(house, supervisor_id):
    house.deliver(
        in_an_envelope(now_completed(house, employee_id="E1", supervisor_id=supervisor_id))
    )

    assert [item["level"] for item in house.evaluations()] == [1, 2, 3, 4]


def test_a_whole_batch_is_scheduled_each_completion_once(house):
    completions = [now_completed(house) for _ in range(50)]

    house.deliver(*[in_an_envelope(completed) for completed in completions])

    assert len(house.evaluations(limit=500)) == 250
    assert {told.subject for told in house.told()} == {one.enrolment_id for one in completions}


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
def test_the_same_completion_twice_without_ids_schedules_once(house, together):
    envelope = in_an_envelope(now_completed(house), sequence=None, message_id=None)

    if together:
        house.deliver(envelope, envelope)
    else:
        house.deliver(envelope)
        house.deliver(envelope)

    assert len(house.evaluations()) == 5
    assert house.names_told() == ["evaluation.scheduled"]


def test_a_completion_that_arrives_in_another_offset_is_kept_in_utc(house):
    completed = a_completion(
        occurred_at=MONDAY_NOON, completed_at=datetime.fromisoformat("2026-11-23T12:00:00+08:00")
    )

    house.deliver(in_an_envelope(completed))

    assert house.evaluations()[0]["opens_at"] == "2026-11-23T04:00:00+00:00"
    assert house.evaluations()[2]["opens_at"] == "2027-02-21T04:00:00+00:00"
