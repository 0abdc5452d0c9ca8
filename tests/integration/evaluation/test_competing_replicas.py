"""Two processes of the evaluation service at one PostgreSQL."""

from contextlib import suppress
from datetime import timedelta

import eventlet
import pytest

from services.evaluation.storage.schedules import schedules_of
from shared.errors import Conflict
from shared.messaging.subscriber import Handler
from tests.integration.evaluation.house import House, a_reversal_of, in_an_envelope
from tests.unit.evaluation.builders import a_completion


@pytest.fixture
def house(copied_database):
    url = copied_database("evaluation").replace("postgresql://", "postgresql+psycopg2://")
    house = House(url)
    yield house
    house.database.close()


def test_a_reversal_waits_for_the_completion_that_another_replica_is_just_applying(house):
    now = house.clock.now()
    completed = a_completion(completed_at=now, occurred_at=now)
    applied, may_commit = eventlet.Event(), eventlet.Event()

    def schedule_slowly(event, session):
        house.service.schedule_evaluations(event, session)
        applied.send()
        may_commit.wait()

    slow = house.subscriber(
        TrainingCompleted=Handler(handle=schedule_slowly, latest_wins=True, preload=schedules_of)
    )
    first = eventlet.spawn(slow.deliver, [in_an_envelope(completed, sequence=3)])
    applied.wait()
    second = eventlet.spawn(house.deliver, in_an_envelope(a_reversal_of(completed), sequence=4))
    eventlet.sleep(0.3)
    may_commit.send()
    first.wait()
    second.wait()

    assert house.waiting() == []
    assert house.statuses() == ["cancelled"] * 5
    house.deliver(in_an_envelope(completed, sequence=5))
    assert house.statuses(status="open") == ["open", "open"]


def test_replicas_share_what_is_due_and_do_it_once(house):
    now = house.clock.now()
    house.deliver(
        *[in_an_envelope(a_completion(completed_at=now, occurred_at=now)) for _ in range(600)]
    )
    house.clock.travel(timedelta(days=30))

    replicas = [eventlet.spawn(house.service.advance_due_evaluations) for _ in range(3)]
    for replica in replicas:
        replica.wait()

    assert house.names_told().count("evaluation.overdue") == 1200


def test_an_answer_and_a_reversal_at_once_leave_one_of_the_two(house):
    now = house.clock.now()
    completed = a_completion(completed_at=now, occurred_at=now, supervisor_id=None)
    house.deliver(in_an_envelope(completed, sequence=3))
    reaction = house.evaluations()[0]["evaluation_id"]

    def answer():
        with suppress(Conflict):
            house.service.submit_evaluation(
                evaluation_id=reaction,
                respondent_id="E1",
                answers={"useful": 5, "trainer": 5, "organisation": 5},
            )

    answering = eventlet.spawn(answer)
    reversing = eventlet.spawn(house.deliver, in_an_envelope(a_reversal_of(completed), sequence=4))
    reversing.wait()
    answering.wait()

    status = house.evaluations()[0]["status"]
    names = [told.name for told in house.told() if told.subject == reaction]
    assert names == [f"evaluation.{status}"]
    assert house.waiting() == []
