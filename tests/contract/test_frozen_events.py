"""What was published once must stay what is published, and stay readable."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.codec import STRUCTURED, decode, encode
from shared.events import Event, event_types
from tests.contract.frozen import DIRECTORY, compact, file_of, freeze, thawed
from tests.contract.samples import SAMPLES

NOW = datetime(2030, 1, 1, tzinfo=UTC)

each_sample = pytest.mark.parametrize("event", SAMPLES, ids=lambda event: event.event_name)
each_file = pytest.mark.parametrize("path", sorted(DIRECTORY.glob("*.json")), ids=lambda p: p.stem)


def test_every_declared_event_is_frozen_once() -> None:
    declared = [event.event_name for event in event_types()]

    assert sorted(event.event_name for event in SAMPLES) == sorted(declared)
    assert {path.name for path in DIRECTORY.glob("*.json")} >= {f"{one}.json" for one in declared}


@each_sample
def test_an_event_is_published_exactly_as_it_is_frozen(event: Event) -> None:
    _, frozen = thawed(file_of(event))

    assert encode(event) == compact(frozen["body"])
    assert freeze(event) == frozen


@each_file
def test_what_is_frozen_can_be_read(path: Path) -> None:
    envelope, frozen = thawed(path)

    received = decode(envelope, NOW)

    assert received.event.event_name == frozen["headers"]["ce-type"]
    assert received.event.subject == frozen["headers"]["ce-subject"]
    assert received.attributes.message_id == frozen["headers"]["ce-id"]
    assert received.attributes.source == frozen["headers"]["ce-source"]
    assert received.attributes.sequence == frozen["headers"]["ce-sequence"]
    assert received.attributes.traceparent == frozen["headers"]["traceparent"]


@each_sample
def test_nothing_is_lost_on_the_way(event: Event) -> None:
    envelope, _ = thawed(file_of(event))

    assert decode(envelope, NOW).event == event


@each_sample
def test_a_reader_ignores_fields_that_it_does_not_know(event: Event) -> None:
    envelope, frozen = thawed(file_of(event))
    body = frozen["body"] | {"added_next_year": {"deep": [1]}}
    headers = dict(envelope.headers) | {"ce-added": "next year"}

    received = decode(replace(envelope, body=compact(body), headers=headers), NOW)

    assert received.event == event


@each_sample
def test_the_structured_mode_says_the_same(event: Event) -> None:
    envelope, frozen = thawed(file_of(event))
    attributes = {name.removeprefix("ce-"): value for name, value in frozen["headers"].items()}
    structured = replace(
        envelope,
        headers={},
        content_type=STRUCTURED,
        body=compact(attributes | {"data": frozen["body"]}),
    )

    received = decode(structured, NOW)

    assert received == decode(envelope, NOW)


@each_sample
def test_headers_are_those_of_the_contract(event: Event) -> None:
    _, frozen = thawed(file_of(event))

    assert set(frozen["headers"]) == {
        "ce-specversion",
        "ce-id",
        "ce-type",
        "ce-source",
        "ce-time",
        "ce-subject",
        "ce-sequence",
        "ce-dataschema",
        "traceparent",
    }
    assert frozen["exchange"] == event.exchange
    assert frozen["routing_key"] == frozen["headers"]["ce-type"]


def test_an_event_of_hr_needs_neither_headers_nor_optional_fields() -> None:
    body = {
        "employee_id": "E-1",
        "name": "Yohanis Nalle",
        "unit_id": "ALAK",
        "position": "Camat",
        "supervisor_id": None,
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": "2026-11-24T08:30:00+08:00",
    }
    envelope, _ = thawed(DIRECTORY / "employee.changed.json")

    received = decode(replace(envelope, headers={}, body=compact(body)), NOW)

    assert received.event.subject == "E-1"
    assert received.event.occurred_at == NOW
    assert received.attributes.source == "hr.events"
    assert received.attributes.message_id is None
