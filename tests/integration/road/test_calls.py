"""A call is answered once, by its answer or by one of four errors."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import amqp
import eventlet
import pytest

from shared.database import Database
from shared.messaging.amqp.connection import link
from shared.migrations import migrate
from tests import servers
from tests.integration.road.calls_office import Client, open_desk


@pytest.fixture
def desk(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    """Embedded with SQLite, on RabbitMQ with PostgreSQL."""
    uri = None if database.is_sqlite else request.getfixturevalue("amqp_uri")
    with open_desk(database, uri, tmp_path) as where:
        yield Client(where)


def test_a_repeated_request_gets_the_first_answer_and_changes_nothing(desk: Client):
    request_id = str(uuid4())

    first = desk.call("note", text="once", request_id=request_id)
    again = desk.call("note", text="once", request_id=request_id)

    assert first == again
    assert desk.call("look") == ["once"]


def test_a_request_id_with_other_arguments_is_a_conflict(desk: Client):
    request_id = str(uuid4())
    desk.call("note", text="once", request_id=request_id)

    kind, words = desk.refusal("note", text="twice", request_id=request_id)

    assert kind == "Conflict"
    assert request_id in words
    assert desk.call("look") == ["once"]


def test_a_refusal_is_not_remembered(desk: Client):
    request_id = str(uuid4())

    assert desk.refusal("fail", how="conflict", request_id=request_id)[0] == "Conflict"

    assert desk.call("note", text="now it works", request_id=request_id)["text"] == "now it works"


def test_twins_at_the_same_time_are_answered_the_same(desk: Client):
    request_id = str(uuid4())

    def ask() -> object:
        return desk.call("note", text="once", request_id=request_id)

    twins = [eventlet.spawn(ask) for _ in range(4)]
    answers = [twin.wait() for twin in twins]

    assert all(answer == answers[0] for answer in answers)
    assert desk.call("look") == ["once"]


def test_two_calls_without_request_id_are_two(desk: Client):
    desk.call("note", text="one")
    desk.call("note", text="one")

    assert desk.call("look") == ["one", "one"]


ERRORS = {
    "not_found": ("NotFound", "there is no employee 'E1'"),
    "conflict": ("Conflict", "the offering is full"),
    "forbidden": ("Forbidden", "only the approver may decide"),
}


@pytest.mark.parametrize("how", ERRORS)
def test_a_rule_crosses_the_wire_in_its_words_and_changes_nothing(desk: Client, how: str):
    assert desk.refusal("fail", how=how) == ERRORS[how]

    assert desk.call("look") == []


def test_bad_arguments_are_named_field_by_field(desk: Client):
    kind, words = desk.refusal("note", text=" ", at="yesterday", times="3", colour="red")

    assert kind == "ValidationError"
    told = json.loads(words)
    assert told["message"]
    assert set(told["fields"]) == {"text", "at", "times", "colour"}
    assert all(isinstance(reasons, list) for reasons in told["fields"].values())


@pytest.mark.parametrize("request_id", ["not a uuid", 5, "", ["x"]])
def test_a_request_id_must_be_a_uuid(desk: Client, request_id: object):
    kind, words = desk.refusal("note", text="x", request_id=request_id)

    assert kind == "ValidationError"
    assert "request_id" in json.loads(words)["fields"]


def test_a_defect_changes_nothing_and_the_service_goes_on(desk: Client):
    assert desk.refusal("fail", how="defect")[0] == "TypeError"

    assert desk.call("note", text="on")["text"] == "on"


UNKEPT = {
    "NUL": {"text": "a\x00b"},
    "half a character": {"text": "a\ud800b"},
    "NUL in a nested text": {"text": "a", "times": [{"x": "\x00"}]},
    "NUL in a key": {"text": "a", "times": {"\x00": 1}},
    "NUL in an unknown argument": {"text": "a", "colour": "\x00"},
    "too long": {"text": "x" * 501},
}


@pytest.mark.parametrize("kind", UNKEPT)
def test_texts_that_cannot_be_kept_are_refused(desk: Client, kind: str):
    assert desk.refusal("note", **UNKEPT[kind])[0] == "ValidationError"


DEEP = b'{"args": [], "kwargs": {"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
BODIES = {
    "not JSON": b"{",
    "nothing": b"",
    "a list": b"[]",
    "no arguments": b"{}",
    "arguments that are no mapping": b'{"args": [], "kwargs": 5}',
    "deep nesting": DEEP,
    "not UTF-8": b'{"args": [], "kwargs": {"text": "\xff"}}',
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_call_that_is_no_call_does_not_stop_the_service(
    database: Database, tmp_path: Path, amqp_uri: str, kind: str
):
    with open_desk(database, amqp_uri, tmp_path):
        with link(amqp_uri) as line:
            broken = amqp.Message(
                BODIES[kind],
                content_type="application/json",
                content_encoding="utf-8",
                correlation_id=str(uuid4()),
                reply_to=uuid4().hex,
            )
            line.channel.basic_publish(broken, "nameko-rpc", "desk.note")
            line.channel.basic_publish(broken, "nameko-rpc", "desk.no_such_method")

        for _ in range(3):
            assert Client(amqp_uri).call("note", text="on")["text"] == "on"


def test_a_call_that_the_broker_gives_out_again_is_answered_the_same(
    database: Database, tmp_path: Path, amqp_uri: str
):
    """The correlation id of the call is its request id, unless it brings one."""
    with open_desk(database, amqp_uri, tmp_path), link(amqp_uri) as line:
        queue = line.channel.queue_declare("", exclusive=True).queue
        reply_to = uuid4().hex
        line.channel.queue_bind(queue, "nameko-rpc", reply_to)
        answers: list[bytes] = []
        line.channel.basic_consume(
            queue, no_ack=True, callback=lambda message: answers.append(message.body)
        )
        call = amqp.Message(
            json.dumps({"args": [], "kwargs": {"text": "once"}}).encode(),
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=str(uuid4()),
            reply_to=reply_to,
        )
        for _ in range(2):
            line.channel.basic_publish(call, "nameko-rpc", "desk.note")
        while len(answers) < 2:
            assert line.drain(20)

        assert answers[0] == answers[1]
        assert Client(amqp_uri).call("look") == ["once"]


def test_a_call_outlasts_a_restart_of_the_database(
    private_postgresql: servers.PostgreSQL, tmp_path: Path, amqp_uri: str
):
    url = servers.create_database(private_postgresql.url, "desk")
    database = Database(url.replace("postgresql://", "postgresql+psycopg2://"), source="/test")
    (tmp_path / "migrations").mkdir()
    migrate(database, tmp_path / "migrations")
    with open_desk(database, amqp_uri, tmp_path):
        desk = Client(amqp_uri)
        desk.call("note", text="before")
        private_postgresql.stop()
        asked = [eventlet.spawn(desk.call, "note", text="after"), eventlet.spawn(desk.call, "look")]
        time.sleep(1)
        private_postgresql.start()

        assert asked[0].wait()["text"] == "after"
        assert "before" in asked[1].wait()
        assert desk.call("look") == ["before", "after"]
