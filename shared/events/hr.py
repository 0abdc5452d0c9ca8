"""What the personnel system tells us. Its ids are opaque; `changed_at` orders its versions."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from msgspec import Meta

from shared.events.event import Event, Id, Instant, Text

EXCHANGE = "hr.events"
FEEDBACK_EXCHANGE = "hr.feedback"

Persons = Annotated[int, Meta(ge=0, le=100_000)]


@dataclass(frozen=True, kw_only=True)
class EmployeeChanged(Event, name="employee.changed", exchange=EXCHANGE, subject="employee_id"):
    """An employee as HR knows them now. The only message on the bus with personal data.

    employment   PNS, CPNS, PPPK, PPPK_PARUH_WAKTU; anything else is kept as it came
    roles        what the person may do here; known: officer
    effective_on the day on which a change dated ahead takes effect
    """

    employee_id: Id
    name: Text
    unit_id: Id
    position: Text
    supervisor_id: Id | None
    email: Text | None
    employment: Text
    active: bool
    changed_at: Instant
    nip: Text | None = None
    phone: Text | None = None
    language: Text | None = None
    roles: list[Text] = field(default_factory=list)
    appointed_on: date | None = None
    grade: Text | None = None
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event, name="unit.changed", exchange=EXCHANGE, subject="unit_id"):
    """An organisational unit as HR knows it now.

    min_on_duty               persons a day below which the service suffers
    min_on_duty_by_position   the same for single positions, {position: persons}
    """

    unit_id: Id
    name: Text
    parent_id: Id | None
    min_on_duty: Persons
    changed_at: Instant
    kind: Text | None = None
    head_id: Id | None = None
    min_on_duty_by_position: dict[str, Persons] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MessageParked(Event, name="message.parked", exchange=FEEDBACK_EXCHANGE, subject="id"):
    """A service could not use a message and set it aside; an operator can retry it.

    id       of the message (`ce-id`, else `message_id`), or of the parked row where it had none
    type     the event name it claimed, or its routing key
    parked_by, parked_id   where the operator finds it: service, and `lontar parked show ID`
    """

    id: Text
    type: Text
    reason: str
    source: Text
    parked_by: Text
    parked_id: Id
