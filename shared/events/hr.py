"""What the personnel system tells us. Its ids are opaque; `changed_at` orders its versions."""

import datetime as dt
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from shared.events.event import Event, Id, Instant, Text

EXCHANGE = "hr.events"
FEEDBACK_EXCHANGE = "hr.feedback"

Persons = Annotated[int, Meta(ge=0, le=100_000)]


@dataclass(frozen=True, kw_only=True)
class EmployeeChanged(Event, name="employee.changed", exchange=EXCHANGE, subject="employee_id"):
    """An employee as HR knows them now. The only message on the bus with personal data.

    employee_id   HR's own key, opaque; never the NIP
    name   in full, as letters address the person
    unit_id   where the person works
    position   what the person is there
    supervisor_id   who leads the person; null: the head of the unit, else of the one above
    email   where mail reaches the person; null: nowhere
    employment   PNS, CPNS, PPPK, PPPK_PARUH_WAKTU; anything else is kept as it came
    active   whether the person serves now
    changed_at   when HR changed it; orders the versions
    nip   number of the civil servant: shows birth date and sex, so treat it as such
    phone   of the person
    language   of messages to the person: id or en
    roles   what the person may do here; known: officer
    appointed_on   first day in service
    grade   rank, as III/c
    effective_on   the day on which a change dated ahead takes effect
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

    unit_id   HR's own key, opaque
    name   as people read it
    parent_id   the unit above; null: there is none
    min_on_duty   persons a day below which the service suffers
    changed_at   when HR changed it; orders the versions
    kind   of unit, in HR's words
    head_id   who leads it
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
class LeaveChanged(Event, name="leave.changed", exchange=EXCHANGE, subject="leave_id"):
    """A leave as HR knows it now.

    leave_id   HR's own key, opaque
    employee_id   who is away
    starts_on   first day away
    ends_on   last day away
    status   approved; cancelled: the person is on duty after all
    changed_at   when HR changed it; orders the versions
    kind   of leave, in HR's words
    """

    leave_id: Id
    employee_id: Id
    starts_on: date
    ends_on: date
    status: Literal["approved", "cancelled"]
    changed_at: Instant
    kind: Text | None = None


@dataclass(frozen=True, kw_only=True)
class PerformanceRated(Event, name="performance.rated", exchange=EXCHANGE, subject="employee_id"):
    """How an employee's work was rated for a period.

    employee_id   who was rated
    period   the year (2025), or a part of one (2025-Q3)
    predicate   the rating in HR's words, as Baik or Sangat Baik
    changed_at   when HR changed it; orders the versions of a period
    """

    employee_id: Id
    period: Id
    predicate: Text
    changed_at: Instant


@dataclass(frozen=True, kw_only=True)
class ComplaintReceived(
    Event, name="complaint.received", exchange=EXCHANGE, subject="complaint_id"
):
    """A citizen's complaint, as the complaint channel knows it now.

    complaint_id   the channel's own key: one ticket
    category   in the channel's words
    received_at   when the citizen complained
    changed_at   when the channel changed it; orders the versions
    unit_id   whose service it is about; null: somebody has to find out
    text   what the citizen wrote; numbers of persons and phones are masked before it is kept
    source   the channel
    """

    complaint_id: Id
    category: Text
    received_at: Instant
    changed_at: Instant
    unit_id: Id | None = None
    text: Text | None = None
    source: Text | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceMeasured(Event, name="service.measured", exchange=EXCHANGE, subject="unit_id"):
    """One figure of one unit's service on one day.

    unit_id   whose service
    metric   what was measured: waiting_minutes, services_count, ...
    date   the day, in the unit's zone
    value   in the unit of the metric
    statistic   how the day became one figure
    n   services that the figure rests on
    changed_at   when it was recorded; orders the versions of unit, metric, day and statistic
    """

    unit_id: Id
    metric: Id
    date: dt.date
    value: float
    statistic: Literal["mean", "median", "count"]
    n: int
    changed_at: Instant


@dataclass(frozen=True, kw_only=True)
class MessageParked(Event, name="message.parked", exchange=FEEDBACK_EXCHANGE, subject="id"):
    """A service could not use a message and set it aside; an operator can retry it.

    id   of the message (`ce-id`, else `message_id`), or of the parked row where it had none
    type   the event name it claimed, or its routing key
    reason   why it could not be used, in words for the sender
    source   who sent it (`ce-source`), else the exchange it came through
    parked_by   the service that keeps it
    parked_id   of the row there: `lontar parked show ID`
    """

    id: Text
    type: Text
    reason: str
    source: Text
    parked_by: Text
    parked_id: Id
