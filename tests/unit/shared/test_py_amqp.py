"""What is leaned on below the public calls of py-amqp is still as it is thought to be.

A failure here after an upgrade says which file of `shared/messaging/amqp` to look at.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import amqp
import pytest
from amqp import abstract_channel, method_framing, serialization
from amqp.spec import Basic

from shared.envelope import Envelope
from shared.messaging.amqp import lenient, publisher
from shared.messaging.amqp.headers import plain
from tests.integration.messaging.raw import (
    Headers,
    RawMessage,
    a_text,
    an_instant,
    nested_lists,
    some_bytes,
)


@pytest.fixture
def strict() -> Iterator[ModuleType]:
    """py-amqp as it comes."""
    before = vars(serialization).copy()
    importlib.reload(serialization)
    yield serialization
    vars(serialization).update(before)
    lenient.install()


def as_written(headers: Headers) -> bytes:
    return RawMessage(b"", headers)._serialize_properties()


def read(headers: Headers) -> dict[str, Any]:
    """The headers as a consumer gets them."""
    lenient.install()
    message = amqp.Message()
    message._load_properties(Basic.CLASS_ID, as_written(headers), 0)
    return plain(message.properties["application_headers"])


BREAKING = {
    "an instant in milliseconds": an_instant(1_764_000_000_000),
    "the last instant of all": an_instant(2**64 - 1),
    "lists in lists without end": nested_lists(3000),
}


@pytest.mark.parametrize("kind", BREAKING)
def test_py_amqp_itself_breaks_at_these_headers(strict: ModuleType, kind: str):
    with pytest.raises((ValueError, OverflowError, OSError, RecursionError)):
        strict.decode_properties_basic(as_written(Headers(bad=BREAKING[kind])), 0)


@pytest.mark.parametrize("kind", BREAKING)
def test_the_other_headers_of_such_a_message_are_read_as_ever(kind: str):
    headers = read(
        Headers(
            a=a_text(b"before"), bad=BREAKING[kind], at=an_instant(1_764_000_000), z=a_text(b"x")
        )
    )

    assert headers.pop("bad") is not None
    assert headers == {"a": "before", "at": "2025-11-24T16:00:00+00:00", "z": "x"}


def test_after_such_a_message_py_amqp_is_as_it_was():
    item = serialization._read_item

    read(Headers(bad=BREAKING["an instant in milliseconds"]))

    assert serialization._read_item is item


def test_headers_become_values_that_json_keeps():
    headers = read(Headers(b=some_bytes(b"employee.changed"), l=nested_lists(40)))

    assert headers["b"] == "employee.changed"
    assert str(headers["l"]).count("[") < 20
    assert plain({b"\xff": datetime(2026, 1, 1, tzinfo=UTC)}) == {
        "\ufffd": "2026-01-01T00:00:00+00:00"
    }


def test_a_routing_key_that_is_not_utf8_is_read_with_question_marks():
    lenient.install()
    arguments = b"\x01c" + bytes(8) + b"\x00" + b"\x01x" + b"\x03a\xff\xfe"

    values, _ = abstract_channel.loads("sLbss", arguments, 0)

    assert values == ["c", 0, False, "x", "a??"]


def test_methods_and_properties_are_read_by_the_names_that_are_replaced():
    assert "loads(amqp_method.args" in inspect.getsource(abstract_channel)
    assert "PROPERTY_CLASSES[class_id]" in inspect.getsource(serialization.GenericContent)
    assert "_read_item(buf, offset)" in inspect.getsource(serialization._read_item)
    assert "pstr_t(" in inspect.getsource(serialization.decode_properties_basic)


class Transport:
    """Notes each write, as the one below a connection does."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self._write: Callable[[bytes], None] = lambda data: self.written.append(bytes(data))

    def write(self, data: bytes) -> None:
        self._write(data)


def test_the_transport_writes_through_the_name_that_is_replaced():
    source = inspect.getsource(amqp.transport._AbstractTransport.write)

    assert "self._write(" in source


def test_everything_written_in_a_block_leaves_in_one_piece():
    transport = Transport()
    connection = type("Connection", (), {"frame_max": 131072, "bytes_sent": 0})()
    connection.transport = transport
    channel = type("Channel", (), {"connection": connection})()
    write = method_framing.frame_writer(connection, transport)
    line = type("Line", (), {"channel": channel})()

    with publisher._corked(line):
        for n in range(3):
            envelope = Envelope(exchange="x", routing_key="k", body=bytes([n]) * 10)
            write(1, 1, Basic.Publish, b"", publisher._message(envelope))
        assert transport.written == []

    assert len(transport.written) == 1
    for n in range(3):
        assert bytes([n]) * 10 in transport.written[0]


def test_basic_publish_takes_the_arguments_that_are_sent():
    source = inspect.getsource(amqp.Channel._basic_publish)

    assert f"'{publisher._ARGUMENTS}'" in source
    assert "(0, exchange, routing_key, mandatory, immediate)" in source


def test_confirms_are_told_through_the_events_of_a_channel():
    source = inspect.getsource(amqp.Channel)

    assert "self.events['basic_ack']" in source or 'self.events["basic_ack"]' in source
    assert "basic_nack" in source
