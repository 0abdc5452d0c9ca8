"""Bad input is parked with its reason, its sender is told, and its neighbours are applied."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import pytest

from tests.integration.road.junction import Junction, a_letter, an_employee, enclosed

GOOD: dict[str, Any] = {
    "employee_id": "E9",
    "name": "Maria",
    "unit_id": "U1",
    "position": "Analis",
    "supervisor_id": None,
    "email": None,
    "employment": "PNS",
    "active": True,
    "changed_at": "2026-11-24T12:00:00+08:00",
}


def said(**facts: Any) -> bytes:
    return msgspec.json.encode(GOOD | facts)


def structured(**facts: Any) -> bytes:
    event = {
        "specversion": "1.0",
        "id": "S1",
        "source": "/hr/test",
        "type": "employee.changed",
        "data": GOOD,
    }
    return msgspec.json.encode(event | facts)


DEEP = b'{"employee_id":' + b"[" * 3000 + b"]" * 3000 + b"}"
DEEP_WITH_NUL = b'{"name":"\\u0000","x":' + b"[" * 400 + b"]" * 400 + b"}"

BODIES: Mapping[str, tuple[bytes, str]] = {
    "not JSON": (b"{", "malformed JSON"),
    "nothing": (b"", "malformed JSON"),
    "not UTF-8": (b'{"name": "\xff"}', "malformed JSON"),
    "a lone surrogate": (b'{"name": "\\ud800"}', "malformed JSON"),
    "deep nesting": (DEEP, "nested too deeply"),
    "deep nesting with NUL": (DEEP_WITH_NUL, ""),
    "a list": (b"[1]", "not a JSON object"),
    "a missing field": (b'{"employee_id": "E9"}', "missing required field"),
    "a wrong type": (said(active="yes"), "`bool`"),
    "an instant without offset": (said(changed_at="2026-11-24T12:00:00"), "timezone"),
    "an impossible date": (said(changed_at="2026-02-30T12:00:00+08:00"), "off its schema"),
    "an empty id": (said(employee_id=""), "length >= 1"),
    "a long id": (said(employee_id="E" * 65), "length <= 64"),
    "NUL": (said(name="Ma\x00ria"), "NUL"),
    "too large": (said(name="x", padding="x" * 10_000_000), "at most 1048576 are read"),
}

PROPERTIES: Mapping[str, tuple[dict[str, Any], str]] = {
    "an unknown content type": ({"content_type": "text/plain"}, "unknown content type"),
    "an unknown encoding": ({"content_encoding": "gzip"}, "unknown content encoding"),
    "an unknown event": ({"routing_key": "employee.promoted"}, "unknown event"),
    "another type than its key": (
        {"headers": {"ce-id": "1", "ce-type": "unit.changed"}},
        "disagrees with the routing key",
    ),
    "an unknown version": (
        {"headers": {"ce-id": "1", "ce-specversion": "2.0"}},
        "unknown CloudEvents version",
    ),
    "a malformed time": ({"headers": {"ce-id": "1", "ce-time": "noon"}}, "off its schema"),
    "an unknown exchange": ({"exchange": "enrolment.events"}, "unknown event"),
}

STRUCTURED: Mapping[str, tuple[bytes, str]] = {
    "no id": (structured(id=None), "needs id"),
    "another version": (structured(specversion="0.3"), "unknown CloudEvents version"),
    "not an object": (b'"employee.changed"', "must be a JSON object"),
    "no data": (structured(data=None), "not a JSON object"),
    "broken base64": (structured(data_base64="%%%"), "not base64"),
    "base64 of no JSON": (structured(data_base64="e30e"), "malformed JSON"),
    "another type": (structured(type="unit.changed"), "disagrees with the routing key"),
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_cannot_be_used_is_parked(junction: Junction, kind: str):
    body, reason = BODIES[kind]

    junction.deliver(enclosed(an_employee("A")), a_letter(body), enclosed(an_employee("B")))

    assert junction.applied() == ["A", "B"]
    [(state, found)] = junction.waiting()
    assert state == "parked"
    assert reason in found


@pytest.mark.parametrize("kind", PROPERTIES)
def test_properties_that_cannot_be_used_are_parked(junction: Junction, kind: str):
    properties, reason = PROPERTIES[kind]

    junction.deliver(enclosed(an_employee("A")), a_letter(said(), **properties))

    assert junction.applied() == ["A"]
    [(state, found)] = junction.waiting()
    assert state == "parked"
    assert reason in found


@pytest.mark.parametrize("kind", STRUCTURED)
def test_a_structured_event_that_cannot_be_used_is_parked(junction: Junction, kind: str):
    body, reason = STRUCTURED[kind]

    junction.deliver(a_letter(body, content_type="application/cloudevents+json", headers={}))

    [(state, found)] = junction.waiting()
    assert state == "parked"
    assert reason in found


@pytest.mark.parametrize(
    "body",
    [structured(), structured(data=None, data_base64=base64.b64encode(said()).decode())],
    ids=["data", "data_base64"],
)
def test_a_structured_event_is_understood(junction: Junction, body: bytes):
    junction.deliver(a_letter(body, content_type="application/cloudevents+json; charset=utf-8"))

    assert junction.applied() == ["E9"]


def test_unknown_fields_are_passed_over(junction: Junction):
    junction.deliver(a_letter(said(shoe_size=41)))

    assert junction.applied() == ["E9"]


def test_a_timestamp_of_amqp_is_an_instant(junction: Junction):
    headers = {"ce-id": "1", "ce-time": datetime(2026, 11, 24, 4)}  # noqa: DTZ001 (as AMQP has it)

    junction.deliver(a_letter(said(), headers=headers))

    assert junction.applied() == ["E9"]


HOSTILE = ["\ud800", "a\x00b", "\udfff\ud800", "ÿ" * 600, "😀"]


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:12] for text in HOSTILE])
@pytest.mark.parametrize("header", ["ce-id", "ce-source", "ce-type", "traceparent", "strange"])
def test_hostile_texts_in_headers_harm_nobody(junction: Junction, header: str, text: str):
    strange = a_letter(said(), headers={"ce-id": "1", header: text})

    junction.deliver(strange, enclosed(an_employee("A")))

    assert "A" in junction.applied()
    assert len(junction.applied()) + len(junction.waiting()) == 2


def test_the_sender_is_told_what_was_parked_and_why(junction: Junction):
    junction.deliver(a_letter(b"{", headers={"ce-id": "M1", "ce-source": "/hr/test"}))

    [(name, told)] = junction.told()
    assert name == "message.parked"
    assert (told["id"], told["type"]) == ("M1", "employee.changed")
    assert "malformed JSON" in told["reason"]
    assert told["parked_by"] == "test"


def test_a_parked_message_that_comes_again_is_parked_once(junction: Junction):
    letter = a_letter(b"{")

    junction.deliver(letter)
    junction.deliver(letter)

    assert len(junction.waiting()) == 1
    assert len(junction.told()) == 1
