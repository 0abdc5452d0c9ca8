"""The road over RabbitMQ: it comes back by itself, and nothing on the wire stops a queue."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest

from shared.database import Database
from shared.envelope import Envelope
from shared.messaging.amqp.connection import link
from shared.messaging.amqp.consumer import QueueConsumer
from shared.messaging.amqp.dead_letters import parker
from shared.messaging.amqp.declare import declare_topology
from shared.messaging.amqp.publisher import AmqpPublisher
from shared.messaging.failures import DependencyDown
from shared.migrations import migrate
from shared.topology import dead_queue_of
from tests import servers
from tests.integration.road.broker_road import (
    QUEUE,
    consuming,
    die_with_a_message,
    publish_raw,
    send_until_taken,
    until,
    waiting_in,
)
from tests.integration.road.junction import Junction, an_employee, enclosed


@pytest.fixture(scope="module")
def broker() -> Iterator[servers.RabbitMQ]:
    """A broker that these tests may disturb."""
    with servers.RabbitMQ() as broker:
        with link(broker.uri) as line:
            declare_topology(line.channel)
        time.sleep(1)  # the register of its quorum queues is written
        yield broker


@pytest.fixture
def junction(broker: servers.RabbitMQ, tmp_path: Path) -> Iterator[Junction]:
    with link(broker.uri) as line:
        line.channel.queue_purge(QUEUE)
    (tmp_path / "migrations").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'road.db'}", source="/lontar/test")
    migrate(database, tmp_path / "migrations")
    yield Junction(database, QUEUE)
    database.close()


@pytest.fixture
def publisher(broker: servers.RabbitMQ) -> Iterator[AmqpPublisher]:
    publisher = AmqpPublisher(broker.uri)
    yield publisher
    publisher.close()


def test_what_is_published_is_applied_once_and_in_order(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    letters = [enclosed(an_employee(f"E{n}")) for n in range(1500)]

    with consuming(broker.uri, junction):
        assert publisher.send(letters) == {}
        until(lambda: len(junction.applied()) == 1500)

    assert junction.applied() == [f"E{n}" for n in range(1500)]


def test_a_cut_connection_is_opened_again_and_nothing_is_lost_or_doubled(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    with consuming(broker.uri, junction) as consumer:
        for part in range(4):
            until(lambda: consumer.ready)
            letters = [enclosed(an_employee(f"E{part}-{n}")) for n in range(50)]
            send_until_taken(publisher, letters)
            broker.ctl("close_all_connections", "a test")
        until(lambda: len(junction.applied()) == 200)

    assert len(set(junction.applied())) == 200


def test_the_broker_may_restart(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    with consuming(broker.uri, junction):
        send_until_taken(publisher, [enclosed(an_employee("before"))])
        until(lambda: junction.applied() == ["before"])
        broker.restart()
        send_until_taken(publisher, [enclosed(an_employee("after"))])
        until(lambda: junction.applied() == ["before", "after"])


def test_an_acknowledgement_on_a_dead_socket_doubles_nothing(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    cut: list[str] = []

    def cut_once(event: Any) -> None:
        if not cut:
            cut.append(event.subject)
            broker.ctl("close_all_connections", "between commit and ack")

    junction.trip = cut_once
    with consuming(broker.uri, junction):
        send_until_taken(publisher, [enclosed(an_employee("E1"))])
        until(lambda: junction.applied() == ["E1"])
        send_until_taken(publisher, [enclosed(an_employee("E2"))])
        until(lambda: junction.applied() == ["E1", "E2"])

    assert cut == ["E1"]
    assert waiting_in(broker.uri, QUEUE) == 0


def test_a_blocked_connection_waits_and_goes_on(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    publisher.send([enclosed(an_employee("before"))])
    broker.ctl("set_vm_memory_high_watermark", "0.0000001")
    done: list[str] = []

    def send() -> None:
        send_until_taken(publisher, [enclosed(an_employee("while blocked"))])
        done.append("confirmed")

    thread = eventlet.spawn(send)
    try:
        time.sleep(1.5)
        assert done == []
    finally:
        broker.ctl("set_vm_memory_high_watermark", "0.4")
    thread.wait()

    with consuming(broker.uri, junction):
        until(lambda: junction.applied()[-1:] == ["while blocked"])


def test_while_the_database_is_away_no_message_is_touched(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    is_away = [True]

    def away(event: Any) -> None:
        if is_away[0]:
            raise DependencyDown("the database is away")

    junction.trip = away
    with consuming(broker.uri, junction, is_up=lambda: not is_away[0]) as consumer:
        until(lambda: consumer.ready)
        publisher.send([enclosed(an_employee(f"E{n}")) for n in range(5)])
        until(lambda: not consumer.ready)
        assert (junction.applied(), junction.waiting()) == ([], [])
        is_away[0] = False
        until(lambda: len(junction.applied()) == 5)

    assert junction.waiting() == []


def test_a_defect_in_the_consumer_does_not_end_it(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    deliver = junction.subscriber.deliver
    failures = iter([RuntimeError("a defect")])

    def fail_once(batch: Any) -> None:
        if failure := next(failures, None):
            raise failure
        deliver(batch)

    junction.subscriber.deliver = fail_once  # type: ignore[method-assign]
    with consuming(broker.uri, junction):
        publisher.send([enclosed(an_employee("E1"))])
        until(lambda: junction.applied() == ["E1"])


def test_a_batch_never_outgrows_its_bytes(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    sizes: list[int] = []
    deliver = junction.subscriber.deliver

    def watch(batch: Any) -> None:
        sizes.append(sum(len(envelope.body) for envelope in batch))
        deliver(batch)

    large = b'{"x": "' + b"x" * 3_000_000 + b'"}'
    letters = [enclosed(an_employee(f"E{n}"), body=large) for n in range(12)]
    publisher.send(letters)
    junction.subscriber.deliver = watch  # type: ignore[method-assign]
    with consuming(broker.uri, junction, linger_ms=2000):
        until(lambda: len(junction.waiting()) == 12)

    assert max(sizes) <= 12 * 1024 * 1024


HOSTILE = {
    "a routing key that is not UTF-8": ("routing_key", b"employee.\xff\xfechanged"),
    "a content type that is not UTF-8": ("content_type", b"application/\xff"),
    "a message id that is not UTF-8": ("message_id", b"\xc3\x28"),
    "an encoding with NUL": ("content_encoding", b"utf\x00-8"),
    "a routing key with NUL": ("routing_key", b"employee\x00.changed"),
    "a surrogate in the message id": ("message_id", b"\xed\xa0\x80"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_texts_that_no_database_stores_are_parked_and_neighbours_go_on(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher, kind: str
):
    name, raw = HOSTILE[kind]
    with link(broker.uri) as line:
        line.channel.queue_bind(QUEUE, "hr.events", "#")
        publish_raw(line.channel, name, raw)
        line.channel.queue_unbind(QUEUE, "hr.events", "#")
    publisher.send([enclosed(an_employee("E1"))])

    with consuming(broker.uri, junction):
        until(lambda: junction.applied()[-1:] == ["E1"])
        until(lambda: waiting_in(broker.uri, QUEUE) == 0)

    assert len(junction.applied()) + len(junction.waiting()) == 2


def test_headers_of_every_amqp_type_are_read(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    strange = {"f": 1.5, "b": True, "n": None, "l": [1, "x"], "t": {"a": 1}, "big": 2**40}
    letter = enclosed(an_employee("E1"))
    publisher.send([Envelope(**{**vars(letter), "headers": {**letter.headers, **strange}})])

    with consuming(broker.uri, junction):
        until(lambda: junction.applied() == ["E1"])


def test_a_message_that_the_broker_will_not_take_is_refused_alone(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    wrong = Envelope(exchange="no.such.exchange", routing_key="x", body=b"{}")
    good = [enclosed(an_employee(f"E{n}")) for n in range(3)]

    refused = publisher.send([good[0], wrong, *good[1:]])

    assert list(refused) == [1]
    assert "no.such.exchange" in refused[1]
    with consuming(broker.uri, junction):
        until(lambda: set(junction.applied()) == {"E0", "E1", "E2"})


def test_a_message_that_kills_its_consumer_again_and_again_ends_parked(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    limit = '{"delivery-limit": 2}'
    broker.ctl("set_policy", "low", r"hr\.events\.v1$", limit, "--apply-to", "queues")
    try:
        publisher.send([enclosed(an_employee("killer"))])
        for _ in range(4):
            die_with_a_message(broker.uri)
    finally:
        broker.ctl("clear_policy", "low")

    park = parker(lambda queue, envelope, reason: junction.subscriber.park(envelope, reason))
    dead = dead_queue_of("evaluation")
    consumer = QueueConsumer(broker.uri, dead, park, batch_size=10, linger_ms=5, is_up=lambda: True)
    thread = eventlet.spawn(consumer.run)
    until(lambda: len(junction.waiting()) == 1)
    consumer.stop()
    thread.wait()

    [(state, reason)] = junction.waiting()
    assert (state, reason) == ("parked", f"dead-lettered from {QUEUE}: delivery_limit")


def test_the_map_can_be_declared_again_and_again(broker: servers.RabbitMQ):
    for _ in range(2):
        with link(broker.uri) as line:
            declare_topology(line.channel)


def test_stopping_finishes_and_acknowledges_the_batch_in_hand(
    broker: servers.RabbitMQ, junction: Junction, publisher: AmqpPublisher
):
    begun = []

    def take_a_while(event: object) -> None:
        begun.append(event)
        time.sleep(0.05)

    junction.trip = take_a_while
    publisher.send([enclosed(an_employee(f"E{n}")) for n in range(10)])

    with consuming(broker.uri, junction, batch_size=5):
        until(lambda: begun)

    applied = len(junction.applied())
    assert applied in (5, 10)
    assert waiting_in(broker.uri, QUEUE) == 10 - applied
