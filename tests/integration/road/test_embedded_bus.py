"""The bus inside one process is as safe as the broker: it confirms what was taken care of."""

import pytest

from shared.database import Database
from shared.messaging.embedded import EmbeddedBus
from shared.messaging.failures import DependencyDown
from tests.integration.road.junction import Junction, an_employee, enclosed

QUEUES = [f"{service}.hr.events.v1" for service in ("enrolment", "evaluation", "notification")]


@pytest.fixture
def junctions(database: Database) -> list[Junction]:
    return [Junction(database, queue) for queue in QUEUES]


def test_every_bound_queue_gets_the_event_once(junctions: list[Junction]):
    bus = EmbeddedBus()
    for junction in junctions:
        bus.attach(junction.subscriber)
    letter = enclosed(an_employee())

    bus.send([letter])
    bus.send([letter])

    assert junctions[0].applied() == ["E1"] * 3


def test_nothing_is_confirmed_before_everyone_listens(junctions: list[Junction]):
    bus = EmbeddedBus()
    for junction in junctions[:2]:
        bus.attach(junction.subscriber)
    letter = enclosed(an_employee())
    with pytest.raises(DependencyDown, match=r"notification\.hr\.events\.v1"):
        bus.send([letter])

    bus.attach(junctions[2].subscriber)
    bus.send([letter])

    assert junctions[0].applied() == ["E1"] * 3


def test_an_event_that_cannot_work_is_parked_and_confirmed(junctions: list[Junction]):
    bus = EmbeddedBus()
    for junction in junctions:
        bus.attach(junction.subscriber)
    junctions[1].trip = _fail

    assert bus.send([enclosed(an_employee())]) == {}

    assert junctions[0].applied() == ["E1"] * 2
    assert [state for state, _ in junctions[0].waiting()] == ["parked"]


def _fail(event: object) -> None:
    raise ValueError("no")
