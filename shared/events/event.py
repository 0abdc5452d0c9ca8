"""What all events have in common, and the index of those that exist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from msgspec import Meta

Id = Annotated[str, Meta(min_length=1, max_length=64)]
"""Of a record: made by a service (UUID version 7) or by HR (opaque)."""

Instant = Annotated[datetime, Meta(tz=True)]
"""ISO 8601 with an offset."""

Text = Annotated[str, Meta(max_length=10_000)]

_types: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact that its publisher vouches for.

    Declared as `class TrainingCompleted(Event, name=..., exchange=..., subject=...)`:
    name       routing key and CloudEvents type
    exchange   where it is published
    subject    the field that holds the id of the aggregate it is about

    occurred_at   when the publisher recorded it; travels as `ce-time`, not in the body
    """

    event_name: ClassVar[str]
    exchange: ClassVar[str]
    subject_field: ClassVar[str]

    occurred_at: Instant

    def __init_subclass__(cls, *, name: str, exchange: str, subject: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.event_name, cls.exchange, cls.subject_field = name, exchange, subject
        _types[name] = cls

    @property
    def subject(self) -> str:
        """The id of the aggregate this event is about."""
        return str(getattr(self, self.subject_field))


def event_type(name: str) -> type[Event] | None:
    """The declaration of an event, or None where there is no such event."""
    return _types.get(name)


def event_types() -> list[type[Event]]:
    """Every declared event, by exchange and then name."""
    return sorted(_types.values(), key=lambda t: (t.exchange, t.event_name))
