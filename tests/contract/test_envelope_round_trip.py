"""Whatever a service may say in an event, its readers get exactly that."""

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from shared.codec import STRUCTURED, decode, encode, headers_of
from shared.envelope import Envelope
from shared.events import Event, event_types

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
instants = st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-(2**53), 2**53),
    float: st.floats(-1e12, 1e12, width=64),
    bool: st.booleans(),
    datetime: instants,
    date: st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    type(None): st.none(),
}


def anything_of(kind: Any) -> st.SearchStrategy[Any]:
    """Values that a declared type allows."""
    if kind in PLAIN:
        return PLAIN[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        return st.builds(kind, **{x.name: anything_of(hints[x.name]) for x in fields(kind)})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _within(arguments[0], [one for one in arguments[1:] if isinstance(one, Meta)])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of([anything_of(one) for one in arguments])
    if origin is list:
        return st.lists(anything_of(arguments[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(anything_of(arguments[0]), anything_of(arguments[1]), max_size=3)
    raise AssertionError(f"no values are known for {kind}")


def _within(kind: Any, limits: list[Meta]) -> st.SearchStrategy[Any]:
    names = ("min_length", "max_length", "ge", "le")
    bounds = {name: getattr(one, name) for one in limits for name in names}
    if kind is str:
        least, most = bounds.get("min_length") or 0, bounds.get("max_length") or 30
        return texts.filter(lambda text: least <= len(text) <= most)  # never beyond 30
    low, high = bounds.get("ge"), bounds.get("le")
    if kind is int:
        return st.integers(low, high)
    if kind is float:
        return st.floats(low, high if high is not None else 1e12)
    return anything_of(kind)


events = st.one_of([anything_of(declared) for declared in event_types()])


def enclosed(event: Event, **facts: Any) -> Envelope:
    headers = headers_of(event, event_id="1", source="/x", sequence=7, traceparent="")
    plain = {"exchange": event.exchange, "routing_key": event.event_name, "headers": headers}
    return Envelope(**({"body": encode(event)} | plain | facts))


@given(events)
def test_what_is_said_is_what_is_read(event: Event) -> None:
    received = decode(enclosed(event), NOON)

    assert received.event == event
    assert received.attributes.sequence == 7


@given(events)
def test_the_structured_mode_says_it_too(event: Event) -> None:
    attributes = (
        f'"specversion":"1.0","id":"1","source":"/x","type":"{event.event_name}",'
        f'"time":"{event.occurred_at.isoformat()}","sequence":"7"'
    )
    body = b"{" + attributes.encode() + b',"data":' + encode(event) + b"}"

    received = decode(enclosed(event, headers={}, body=body, content_type=STRUCTURED), NOON)

    assert received.event == event
    assert received.attributes.sequence == 7


@pytest.mark.parametrize("declared", event_types(), ids=lambda each: each.event_name)
def test_every_event_has_values(declared: type[Event]) -> None:
    anything_of(declared).validate()
