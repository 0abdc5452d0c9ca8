"""What a careless or hostile client of HR's exchange sends stops nobody and is never lost."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from nameko.standalone.rpc import ClusterRpcProxy

from shared.messaging.amqp.connection import link
from shared.messaging.amqp.declare import declare_topology
from shared.messaging.tables import waiting
from tests import servers
from tests.integration.messaging.installation import (
    Installation,
    forget_queues,
    map_of_the_witness,
    on_psycopg2,
    until,
)
from tests.integration.messaging.raw import (
    Headers,
    Raw,
    a_double,
    a_text,
    an_instant,
    nested_lists,
    publish_raw,
    some_bytes,
)
from tests.integration.messaging.witness import noted
from tests.integration.road.junction import an_employee, enclosed

_numbers = count(1)


@pytest.fixture(scope="module")
def office(
    amqp_uri: str, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One running witness for all of them: whoever stops it fails all that follow."""
    url = servers.create_database(postgres_url, "hostile_messages")
    folder: Path = tmp_path_factory.mktemp("office")
    with map_of_the_witness(), link(amqp_uri) as line:
        forget_queues(line.channel)
        declare_topology(line.channel)
        place = Installation(on_psycopg2(url), amqp_uri, folder)
        with place.running():
            yield place
        place.close()
    servers.drop_database(postgres_url, "hostile_messages")


def body_of(employee_id: str, **facts: Any) -> bytes:
    event = vars(an_employee(employee_id, **facts))
    return msgspec.json.encode({k: v for k, v in event.items() if k != "occurred_at"})


def outcome(place: Installation, employee_id: str) -> str:
    """applied, or why not; the neighbour that came behind has been applied."""
    neighbour = f"N{next(_numbers)}"
    place.send(enclosed(an_employee(neighbour)))
    until(lambda: neighbour in place.subjects("employee.changed"))
    until(lambda: place.queued() == 0)
    if employee_id in place.subjects("employee.changed"):
        return "applied"
    [row] = place.set_aside()
    assert row.state == "parked"
    until(lambda: [note.told for note in place.notes("message.parked")] == [row.reason])
    forget(place)
    return str(row.reason)


def forget(place: Installation) -> None:
    with place.database.transaction() as session:
        session.execute(sa.delete(waiting))
        session.execute(sa.delete(noted).where(noted.c.event == "message.parked"))


HEADERS = {
    "an instant in milliseconds": (Headers(strange=an_instant(1_764_000_000_000)), "applied"),
    "the last instant of all": (Headers(strange=an_instant(2**64 - 1)), "applied"),
    "lists in lists without end": (Headers(strange=nested_lists(3000)), "applied"),
    "lists in lists, many": (Headers(strange=nested_lists(300)), "applied"),
    "bytes": (Headers(strange=some_bytes(b"\xff\x00\xfe")), "applied"),
    "a text that is not UTF-8": (Headers(strange=a_text(b"\xff\xfe")), "applied"),
    "half a character": (Headers(strange=a_text(b"\xed\xa0\x80")), "applied"),
    "a version that is no whole number": (Headers(ce_sequence=a_double(7.5)), "applied"),
    "a time in milliseconds": (Headers(ce_time=an_instant(1_764_000_000_000)), "off its schema"),
    "a time": (Headers(ce_time=an_instant(1_764_000_000)), "applied"),
    "a time in words": (Headers(ce_time=a_text(b"noon")), "off its schema"),
    "a time before all time": (Headers(ce_time=a_text(b"0000-00-00T00:00:00Z")), "off its schema"),
    "the first instant, elsewhere": (
        Headers(ce_time=a_text(b"0001-01-01T00:00:00+14:00")),
        "",
    ),
    "the last instant, elsewhere": (Headers(ce_time=a_text(b"9999-12-31T23:59:59-14:00")), ""),
    "a type in bytes": (Headers(ce_type=some_bytes(b"employee.changed")), "applied"),
    "another type": (Headers(ce_type=a_text(b"unit.changed")), "disagrees with the routing key"),
    "a type that is not UTF-8": (Headers(ce_type=a_text(b"\xff")), "disagrees"),
    "a type with NUL": (Headers(ce_type=a_text(b"employee\x00")), "disagrees"),
    "an id with NUL": (Headers(ce_id=a_text(b"a\x00b")), "applied"),
    "an id of nothing": (Headers(ce_id=a_text(b"")), "applied"),
    "an id that is a list": (Headers(ce_id=nested_lists(2)), "applied"),
    "a forged death": (Headers(x_death=a_text(b"yesterday")), "applied"),
    "another version of CloudEvents": (Headers(ce_specversion=a_text(b"2.0")), "version"),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_headers(office: Installation, kind: str):
    headers, expected = HEADERS[kind]
    employee_id = f"H{next(_numbers)}"

    publish_raw(str(office.amqp_uri), body_of(employee_id), headers=headers)

    assert expected in outcome(office, employee_id)


PROPERTIES: dict[str, tuple[dict[str, Any], str]] = {
    "a routing key that is not UTF-8": ({"key": Raw(b"employee.\xff")}, "unknown event"),
    "a routing key with NUL": ({"key": Raw(b"employee\x00.changed")}, "unknown event"),
    "a routing key of nothing": ({"key": ""}, "unknown event"),
    "half a character as the key": ({"key": Raw(b"\xed\xa0\x80")}, "unknown event"),
    "a content type that is not UTF-8": ({"content_type": Raw(b"\xff")}, "content type"),
    "an unknown content type": ({"content_type": "application/xml"}, "content type"),
    "no content type": ({}, "applied"),
    "a charset": ({"content_type": "application/json; charset=utf-8"}, "applied"),
    "an encoding that is not UTF-8": ({"content_encoding": Raw(b"\xc3\x28")}, "encoding"),
    "compression": ({"content_encoding": "gzip"}, "encoding"),
    "a message id that is not UTF-8": ({"message_id": Raw(b"\xff\xfe")}, "applied"),
    "a message id with NUL": ({"message_id": Raw(b"1\x002")}, "applied"),
    "half a character as the id": ({"message_id": Raw(b"\xed\xa0\x80")}, "applied"),
    "a correlation id that is not UTF-8": ({"correlation_id": Raw(b"\xff")}, "applied"),
    "a time in milliseconds": ({"timestamp": 2**63}, "applied"),
}


@pytest.mark.parametrize("kind", PROPERTIES)
def test_properties(office: Installation, kind: str):
    properties, expected = PROPERTIES[kind]
    employee_id = f"P{next(_numbers)}"

    publish_raw(str(office.amqp_uri), body_of(employee_id), **properties)

    assert expected in outcome(office, employee_id)


BODIES = {
    "nothing": (b"", "malformed JSON"),
    "half of it": (b'{"employee_id": "E', "malformed JSON"),
    "a mark of byte order": (b"\xef\xbb\xbf{}", "malformed JSON"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "malformed JSON"),
    "bytes that are not UTF-8": (b'{"employee_id": "\xff"}', "malformed JSON"),
    "a surrogate in bytes": (b'{"employee_id": "\xed\xa0\x80"}', "malformed JSON"),
    "a surrogate in an escape": (b'{"employee_id": "\\ud800"}', "malformed JSON"),
    "a NUL byte": (b'{"employee_id": "\x00"}', "malformed JSON"),
    "NUL in an escape": (b'{"employee_id": "\\u0000"}', "NUL"),
    "NUL deep inside": (b'{"a": ' + b"[" * 900 + b'"\\u0000"' + b"]" * 900 + b"}", ""),
    "nested without end": (b'{"a": ' + b"[" * 50_000, "nested too deeply"),
    "ten megabytes": (b'{"a": "' + b"x" * 10_000_000 + b'"}', "at most 1048576 are read"),
    "a huge number": (b'{"a": 1e999}', "malformed JSON"),
    "a number of a thousand digits": (b'{"a": ' + b"9" * 1000 + b"}", "missing required field"),
    "no number": (b'{"a": NaN}', "malformed JSON"),
    "null": (b"null", "not a JSON object"),
    "a missing field": (b'{"employee_id": "E"}', "missing required field"),
    "the wrong type": (body_of("E").replace(b"true", b'"yes"'), "Expected `bool`"),
    "a date that is none": (body_of("E").replace(b"2026-11-24", b"2026-02-30"), "off its schema"),
    "a year beyond the calendar": (body_of("E").replace(b"2026", b"12026"), "off its schema"),
}


@pytest.mark.parametrize("kind", BODIES)
def test_bodies(office: Installation, kind: str):
    body, expected = BODIES[kind]

    publish_raw(str(office.amqp_uri), body, message_id=f"B{next(_numbers)}")

    assert expected in outcome(office, "nobody")


STRUCTURED = {
    "good": ({}, "applied"),
    "without id": ({"id": None}, "needs id"),
    "with an id that is a number": ({"id": 5}, "needs id"),
    "without source": ({"source": ""}, "needs source"),
    "of another version": ({"specversion": "0.3"}, "version"),
    "with an infinite version": ({"sequence": "Infinity"}, "applied"),
    "with a version in digits": ({"sequence": "0000007"}, "applied"),
    "with a time in words": ({"time": "noon"}, "off its schema"),
    "with a type that is a list": ({"type": []}, "needs type"),
    "without data": ({"data": None}, "not a JSON object"),
    "with base64 that is none": ({"data_base64": "%"}, "base64"),
    "with base64 that is a number": ({"data_base64": 5}, "base64"),
    "with base64 of NUL": ({"data_base64": "eyJhIjoiXHUwMDAwIn0="}, "NUL"),
}


@pytest.mark.parametrize("kind", STRUCTURED)
def test_structured_events(office: Installation, kind: str):
    facts, expected = STRUCTURED[kind]
    employee_id = f"S{next(_numbers)}"
    data = msgspec.Raw(body_of(employee_id))
    event = {
        "specversion": "1.0",
        "id": employee_id,
        "source": "/hr/test",
        "type": "employee.changed",
        "data": data,
    }

    body = msgspec.json.encode(event | facts)
    publish_raw(str(office.amqp_uri), body, content_type="application/cloudevents+json")

    assert expected in outcome(office, employee_id)


def test_an_event_that_nobody_has_declared(office: Installation):
    publish_raw(str(office.amqp_uri), b"{}", key="employee.promoted", message_id="X")

    assert outcome(office, "nobody") == "unknown event 'employee.promoted' on hr.events"


@pytest.mark.parametrize("kind", ["the last instant of all", "lists in lists without end"])
def test_a_call_with_such_headers_does_not_stop_the_answers_to_others(
    office: Installation, kind: str
):
    call = b'{"args": [], "kwargs": {"subjects": []}}'
    publish_raw(
        str(office.amqp_uri),
        call,
        exchange="nameko-rpc",
        key="witness.tell",
        headers=HEADERS[kind][0],
        content_type="application/json",
        content_encoding="utf-8",
        reply_to="nobody",
        correlation_id=f"{kind}",
    )

    for _ in range(3):
        with ClusterRpcProxy({"AMQP_URI": office.amqp_uri}, timeout=60) as cluster:
            assert cluster.witness.tell(subjects=[]) == 0
