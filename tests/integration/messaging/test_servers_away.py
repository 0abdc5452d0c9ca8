"""A server that goes away, is cut off or takes nothing more: the road waits, and goes on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from shared.messaging.amqp.connection import link
from shared.messaging.amqp.declare import declare_topology
from tests import servers
from tests.integration.messaging.installation import (
    Installation,
    map_of_the_witness,
    on_psycopg2,
    until,
)
from tests.integration.messaging.raw import publish_raw
from tests.integration.messaging.test_hostile_messages import body_of
from tests.integration.road.junction import a_unit, an_employee, enclosed


@contextmanager
def installed(database_url: str, amqp_uri: str, folder: Path) -> Iterator[Installation]:
    with map_of_the_witness():
        place = Installation(on_psycopg2(database_url), amqp_uri, folder)
        with link(amqp_uri) as line:
            declare_topology(line.channel)
        try:
            yield place
        finally:
            place.close()


@pytest.fixture(scope="module")
def broker() -> Iterator[servers.RabbitMQ]:
    """A broker that these tests may disturb."""
    with servers.RabbitMQ() as broker:
        yield broker


@pytest.fixture
def disturbed(broker: servers.RabbitMQ, fresh_database, tmp_path: Path) -> Iterator[Installation]:
    """At work, on a broker that may be disturbed."""
    with installed(fresh_database("witness"), broker.uri, tmp_path) as place, place.running():
        yield place


def names(start: int, end: int) -> list[str]:
    return [f"E{n}" for n in range(start, end)]


def tell(place: Installation, start: int, end: int) -> None:
    place.tell(*[an_employee(name) for name in names(start, end)])


def call(place: Installation) -> int:
    with ClusterRpcProxy({"AMQP_URI": place.amqp_uri}, timeout=60) as cluster:
        return cluster.witness.tell(subjects=[])


def test_while_the_database_is_down_nothing_is_touched_and_no_attempt_is_burnt(
    private_postgresql: servers.PostgreSQL, amqp_uri: str, tmp_path: Path
):
    url = servers.create_database(private_postgresql.url, "witness")
    with installed(url, amqp_uri, tmp_path) as place, place.running() as process:
        place.clock.travel_to(place.clock.now())
        place.send(*[enclosed(an_employee(name)) for name in names(0, 50)])
        until(lambda: len(place.subjects()) == 50)
        private_postgresql.stop()
        place.send(*[enclosed(an_employee(name)) for name in names(50, 100)])
        place.send(enclosed(a_unit("U1", head_id="E99")))
        until(lambda: not all(process.health().values()))
        time.sleep(2)
        private_postgresql.start()
        until(lambda: len(place.subjects()) == 101)
        until(lambda: all(process.health().values()))

        assert place.subjects() == [*names(0, 100), "U1"]
        assert place.set_aside() == []


def test_a_restart_of_the_broker(disturbed: Installation, broker: servers.RabbitMQ):
    time.sleep(1)  # see RabbitMQ.kill
    tell(disturbed, 0, 30)
    broker.restart()
    tell(disturbed, 30, 60)
    until(lambda: len(disturbed.subjects()) >= 60)

    assert disturbed.subjects() == names(0, 60)
    assert call(disturbed) == 0


def test_connections_cut_again_and_again(disturbed: Installation, broker: servers.RabbitMQ):
    for part in range(3):
        tell(disturbed, part * 100, part * 100 + 50)
        broker.ctl("close_all_connections", "a test")
        tell(disturbed, part * 100 + 50, part * 100 + 100)
    until(lambda: len(disturbed.subjects()) >= 300)
    until(lambda: not disturbed.unsent())

    assert disturbed.subjects() == names(0, 300)
    assert call(disturbed) == 0


@pytest.mark.parametrize(
    ("alarm", "end"),
    [
        (("set_vm_memory_high_watermark", "0.0000001"), ("set_vm_memory_high_watermark", "0.4")),
        (("set_disk_free_limit", "900000000000000"), ("set_disk_free_limit", "50000000")),
    ],
    ids=["memory", "disk"],
)
def test_a_broker_that_takes_nothing_for_now(
    disturbed: Installation, broker: servers.RabbitMQ, alarm: tuple[str, ...], end: tuple[str, ...]
):
    tell(disturbed, 0, 10)
    until(lambda: len(disturbed.subjects()) == 10)
    broker.ctl(*alarm)
    try:
        tell(disturbed, 10, 20)
        time.sleep(2)
        assert len(disturbed.unsent()) == 10
    finally:
        broker.ctl(*end)
    until(lambda: len(disturbed.subjects()) == 20)
    until(lambda: not disturbed.unsent())

    assert disturbed.subjects() == names(0, 20)


def test_an_event_that_the_broker_finds_too_large_stops_only_its_own_aggregate(
    broker: servers.RabbitMQ, fresh_database, tmp_path: Path
):
    broker.ctl("eval", "persistent_term:put(max_message_size, 100000).")
    broker.ctl("eval", "application:set_env(rabbit, max_message_size, 100000).")
    try:
        with installed(fresh_database("witness"), broker.uri, tmp_path) as place, place.running():
            large = an_employee("E1", name="x" * 200_000)
            place.tell(an_employee("E0"), large, an_employee("E2"), an_employee("E1"))
            until(lambda: set(place.subjects()) == {"E0", "E2"})
            tell(place, 3, 20)
            until(lambda: len(place.subjects()) == 19)
            refused, behind = place.unsent()
    finally:
        broker.ctl("eval", "persistent_term:erase(max_message_size).")
        broker.ctl("eval", "application:unset_env(rabbit, max_message_size).")

    assert "larger than configured max size" in refused.reason
    assert (behind.subject, behind.reason) == ("E1", None)


def test_what_kills_its_consumer_again_and_again_is_parked_and_told(
    broker: servers.RabbitMQ, fresh_database, tmp_path: Path
):
    with installed(fresh_database("witness"), broker.uri, tmp_path) as place:
        limit = '{"delivery-limit": 1}'
        broker.ctl("set_policy", "low", r"^witness\.hr\.events\.v1$", limit, "--apply-to", "queues")
        try:
            publish_raw(broker.uri, body_of("E1"), message_id="M1")
            until(lambda: place.queued() == 1)
            for _ in range(3):
                take_and_die(broker)
        finally:
            broker.ctl("clear_policy", "low")
        with place.running():
            until(lambda: len(place.notes("message.parked")) == 1)

        [row] = place.set_aside()
    assert row.reason == "dead-lettered from witness.hr.events.v1: delivery_limit"
    assert (row.subscription, row.exchange) == ("witness.hr.events.v1", "hr.events")
    assert row.routing_key == "employee.changed"


def take_and_die(broker: servers.RabbitMQ) -> None:
    with link(broker.uri) as line:
        line.channel.basic_consume("witness.hr.events.v1", callback=lambda message: None)
        line.drain(1.0)
        line.channel.connection.transport.sock.close()
