"""Whoever comes first makes the broker look like the map, and who comes later finds it so."""

from collections.abc import Iterator

import amqp
import pytest
from amqp.exceptions import PreconditionFailed

from shared.messaging.amqp.connection import Link, link
from shared.messaging.amqp.declare import declare_topology
from shared.messaging.amqp.publisher import AmqpPublisher
from shared.messaging.failures import DependencyDown
from shared.topology import CATCH_ALL, LISTENS, dead_queue_of
from tests.integration.messaging.installation import forget_queues, map_of_the_witness
from tests.integration.messaging.witness import HEARD, QUEUES
from tests.integration.road.junction import an_employee, enclosed

QUEUE = "witness.hr.events.v1"


@pytest.fixture
def line(amqp_uri: str) -> Iterator[Link]:
    with map_of_the_witness(), link(amqp_uri) as line:
        forget_queues(line.channel)
        yield line
    with link(amqp_uri) as another:
        forget_queues(another.channel)


def declare_again(uri: str, queue: str, **arguments: str) -> None:
    """As somebody does who thinks that the queue is like this."""
    wanted = {name.replace("_", "-"): value for name, value in arguments.items()}
    with link(uri) as another:
        another.channel.queue_declare(queue, durable=True, auto_delete=False, arguments=wanted)


def test_every_queue_is_a_quorum_queue_with_a_last_net(line: Link, amqp_uri: str):
    declare_topology(line.channel)

    for queue in QUEUES:
        declare_again(
            amqp_uri,
            queue,
            x_queue_type="quorum",
            x_dead_letter_exchange="lontar.dead",
            x_dead_letter_routing_key=dead_queue_of("witness"),
            x_dead_letter_strategy="at-least-once",
            x_overflow="reject-publish",
        )
        with pytest.raises(PreconditionFailed):
            declare_again(amqp_uri, queue, x_queue_type="classic")
    declare_again(amqp_uri, dead_queue_of("witness"), x_queue_type="quorum")


def test_a_client_may_have_made_the_exchange_before(line: Link):
    line.channel.exchange_declare("hr.events", "topic", durable=True, auto_delete=False)

    for _ in range(2):
        declare_topology(line.channel)

    assert line.channel.queue_declare(QUEUE, passive=True).queue == QUEUE


def test_a_service_that_comes_later_adds_its_own_and_harms_nobody(line: Link, amqp_uri: str):
    declare_topology(line.channel)
    publisher = AmqpPublisher(amqp_uri)
    publisher.send([enclosed(an_employee())])
    publisher.close()
    late = {"latecomer": HEARD[:1]}
    LISTENS.update(late)
    try:
        declare_topology(line.channel)
    finally:
        del LISTENS["latecomer"]
        line.channel.queue_delete("latecomer.hr.events.v1")
        line.channel.queue_delete(dead_queue_of("latecomer"))

    assert line.channel.queue_declare(QUEUE, passive=True).message_count == 1


def test_what_hr_says_under_a_name_that_nobody_knows_reaches_who_catches_all(line: Link):
    declare_topology(line.channel)
    line.channel.confirm_select()

    line.channel.basic_publish_confirm(amqp.Message(b"{}"), "hr.events", "employee.promoted")

    assert CATCH_ALL == {"witness": "hr.events"}
    assert line.channel.queue_declare(QUEUE, passive=True).message_count == 1


def test_a_queue_that_somebody_made_otherwise_is_told_and_waited_for(line: Link, amqp_uri: str):
    declare_again(amqp_uri, QUEUE, x_queue_type="classic")
    publisher = AmqpPublisher(amqp_uri)

    with pytest.raises(DependencyDown, match=f"differs from the map.*{QUEUE}"):
        publisher.send([enclosed(an_employee())])
    line.channel.queue_delete(QUEUE)

    assert publisher.send([enclosed(an_employee())]) == {}
    publisher.close()


def test_the_map_names_no_event_that_nobody_declared(line: Link):
    LISTENS["dreamer"] = ("dream.come_true",)
    try:
        with pytest.raises(LookupError, match=r"dream\.come_true"):
            declare_topology(line.channel)
    finally:
        del LISTENS["dreamer"]
