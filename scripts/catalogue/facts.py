"""What is known of each event: who publishes it, who hears it, and what it holds."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from scripts.catalogue.meanings import meanings, summary
from services.parts import PARTS
from shared.events import Event, event_types, hr
from shared.service.subscription import Subscription

ENVELOPE = "occurred_at"
"""The one field that travels as a header (`ce-time`)."""

LATEST_BY_SEQUENCE = "the latest wins (`ce-sequence`)"
LATEST_BY_CHANGED_AT = "the latest wins (`changed_at`)"
EACH_COUNTS = "each counts"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of an event, or of a record inside it."""

    name: str
    type: str
    nullable: bool
    required: bool
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """One subscription: which service, by which method, what for, and in what order."""

    service: str
    method: str
    purpose: str
    order: str


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """records   the records inside the event, by name"""

    event: type[Event]
    summary: str
    fields: list[Field]
    records: dict[str, list[Field]]
    hearings: list[Hearing]

    @property
    def name(self) -> str:
        return self.event.event_name


def all_facts() -> list[EventFacts]:
    """Every declared event, by exchange and name."""
    heard = hearings()
    return [
        EventFacts(
            event=event,
            summary=summary(event),
            fields=[field for field in fields_of(event) if field.name != ENVELOPE],
            records={one.__name__: fields_of(one) for one in records_in(event)},
            hearings=heard.get(event.event_name, []),
        )
        for event in event_types()
    ]


def publisher_of(exchange: str) -> str:
    """Who publishes on an exchange, in words."""
    if exchange == hr.EXCHANGE:
        return "the HR system, and `lontar import`"
    if exchange == hr.FEEDBACK_EXCHANGE:
        return "whichever service set the message aside"
    return f"the {exchange.removesuffix('.events')} service"


def hearings() -> dict[str, list[Hearing]]:
    """The `@subscribe` methods of all services, by event name."""
    found: dict[str, list[Hearing]] = {}
    for part in PARTS:
        for name, method in inspect.getmembers(part.service, inspect.isfunction):
            for entrypoint in getattr(method, "nameko_entrypoints", ()):
                if isinstance(entrypoint, Subscription):
                    found.setdefault(entrypoint.event.event_name, []).append(
                        _hearing(part.name, name, method, entrypoint)
                    )
    return {event: sorted(each, key=lambda one: one.service) for event, each in found.items()}


def fields_of(declared: type) -> list[Field]:
    """The fields of an event or of a record, in the order they are declared."""
    meaning = meanings(declared)
    return [
        Field(
            name=field.name,
            type=_words(_without_none(field.type)),
            nullable=_is_nullable(field.type),
            required=field.required,
            meaning=meaning.get(field.name, ""),
        )
        for field in _described(declared).fields
    ]


def records_in(event: type[Event]) -> Iterator[type]:
    """The records that the fields of an event are made of."""
    for field in _described(event).fields:
        inner = _without_none(field.type)
        if isinstance(inner, msgspec.inspect.ListType):
            inner = inner.item_type
        if isinstance(inner, msgspec.inspect.DataclassType):
            yield inner.cls


def _hearing(service: str, name: str, method: Any, entrypoint: Subscription) -> Hearing:
    purpose = inspect.cleandoc(method.__doc__ or "").splitlines()[0]
    return Hearing(service=service, method=name, purpose=purpose, order=_order(entrypoint))


def _order(entrypoint: Subscription) -> str:
    """HR's facts are ordered by their own `changed_at`, which every listener compares."""
    if entrypoint.latest_wins:
        return LATEST_BY_SEQUENCE
    if entrypoint.event.exchange == hr.EXCHANGE:
        return LATEST_BY_CHANGED_AT
    return EACH_COUNTS


def _described(declared: type) -> msgspec.inspect.DataclassType:
    described = msgspec.inspect.type_info(declared)
    assert isinstance(described, msgspec.inspect.DataclassType)
    return described


def _is_nullable(described: msgspec.inspect.Type) -> bool:
    return isinstance(described, msgspec.inspect.UnionType) and described.includes_none


def _without_none(described: msgspec.inspect.Type) -> msgspec.inspect.Type:
    if not isinstance(described, msgspec.inspect.UnionType):
        return described
    (one,) = [x for x in described.types if not isinstance(x, msgspec.inspect.NoneType)]
    return one


def _words(described: Any) -> str:
    """A type as JSON knows it, in words."""
    match described:
        case msgspec.inspect.DateTimeType():
            return "instant"
        case msgspec.inspect.DateType():
            return "date"
        case msgspec.inspect.StrType():
            return "id" if described.max_length == 64 else "text"
        case msgspec.inspect.LiteralType():
            return ", ".join(f"`{value}`" for value in described.values)
        case msgspec.inspect.ListType():
            return f"list of {_words(described.item_type)}"
        case msgspec.inspect.DictType():
            return f"object of {_words(described.value_type)}"
        case msgspec.inspect.DataclassType():
            return described.cls.__name__
        case msgspec.inspect.BoolType():
            return "true or false"
        case msgspec.inspect.IntType() | msgspec.inspect.FloatType():
            return _number(described)
    raise TypeError(f"no words for {described}")


def _number(described: Any) -> str:
    word = "whole number" if isinstance(described, msgspec.inspect.IntType) else "number"
    lowest, highest = described.ge, described.le
    if highest is not None:
        return f"{word}, {lowest} to {highest}"
    return word if lowest is None else f"{word}, {lowest} or more"
