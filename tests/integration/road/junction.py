"""A subscriber whose handlers note what they were given, and fail when they are told to."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.clock import TravellingClock
from shared.codec import encode, headers_of
from shared.database import Database
from shared.envelope import Envelope
from shared.errors import UnknownReference
from shared.events import Event
from shared.events.enrolment import TrainingCompletionReversed
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.ids import new_id
from shared.messaging import arrived, waiting
from shared.messaging.subscriber import Handler, Subscriber
from shared.messaging.tables import outbox
from shared.messaging.tables import waiting as waiting_rows
from shared.messaging.waiting import Patience
from shared.metrics import Outcomes

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)

applied = sa.Table(
    "applied",
    sa.MetaData(),
    sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)


class Junction:
    """Employees are learned; a unit is known once its head is; a reversal counts as latest wins."""

    def __init__(self, database: Database, queue: str = "test.hr.events.v1"):
        self.database = database
        self.clock = TravellingClock(NOON)
        self.trip: Callable[[Event], None] = lambda event: None
        with database.engine.begin() as connection:
            applied.create(connection, checkfirst=True)
        self.subscriber = Subscriber(
            queue,
            "test",
            {
                "employee.changed": Handler(handle=self._learn_employee),
                "unit.changed": Handler(handle=self._learn_unit),
                "training.completion_reversed": Handler(handle=self._note, latest_wins=True),
            },
            database=database,
            clock=self.clock,
            patience=Patience(attempts=3, first_pause_seconds=1.0),
            observer=Outcomes("test"),
        )

    def deliver(self, *envelopes: Envelope) -> None:
        self.subscriber.deliver(envelopes)

    def retry_due(self, after: timedelta = timedelta(0)) -> None:
        """What the road does every half second, some time later."""
        self.clock.travel(after)
        with self.database.reading() as session:
            due = waiting.due(session, self.clock.now(), 100)
        for row_id, _ in due:
            self.subscriber.retry(row_id)

    def applied(self) -> list[str]:
        """What handlers did, in order."""
        with self.database.reading() as session:
            return list(session.scalars(sa.select(applied.c.text).order_by(applied.c.id)))

    def waiting(self) -> list[tuple[str, str]]:
        """(state, reason) of what was set aside."""
        with self.database.reading() as session:
            rows = session.execute(sa.select(waiting_rows).order_by(waiting_rows.c.id))
            return [(row.state, row.reason) for row in rows]

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """(event, data) of the outbox, in order."""
        with self.database.reading() as session:
            rows = session.execute(sa.select(outbox).order_by(outbox.c.id))
            return [(row.event, json.loads(bytes(row.body))) for row in rows]

    def _learn_employee(self, event: EmployeeChanged, session: Session) -> None:
        self._note(event, session)
        arrived(session, "employee", event.employee_id)

    def _learn_unit(self, event: UnitChanged, session: Session) -> None:
        known = session.scalar(sa.select(applied.c.text).where(applied.c.text == event.head_id))
        if event.head_id and known is None:
            raise UnknownReference("employee", event.head_id)
        self._note(event, session)

    def _note(self, event: Event, session: Session) -> None:
        session.execute(sa.insert(applied).values(text=event.subject))
        self.trip(event)


def an_employee(employee_id: str = "E1", **facts: Any) -> EmployeeChanged:
    given: dict[str, Any] = {
        "occurred_at": NOON,
        "employee_id": employee_id,
        "name": "Maria",
        "unit_id": "U1",
        "position": "Analis",
        "supervisor_id": None,
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": NOON,
    }
    return EmployeeChanged(**(given | facts))


def a_unit(unit_id: str = "U1", head_id: str | None = None) -> UnitChanged:
    return UnitChanged(
        occurred_at=NOON,
        unit_id=unit_id,
        name="Kelurahan",
        parent_id=None,
        min_on_duty=1,
        changed_at=NOON,
        head_id=head_id,
    )


def a_reversal(enrolment_id: str = "N1") -> TrainingCompletionReversed:
    return TrainingCompletionReversed(
        occurred_at=NOON,
        enrolment_id=enrolment_id,
        employee_id="E1",
        programme_id="P1",
        title="Pelayanan",
        reason="salah orang",
    )


def enclosed(event: Event, *, sequence: int | None = None, **facts: Any) -> Envelope:
    """As a publisher would send it; facts replace the envelope's own."""
    headers = headers_of(
        event, event_id=new_id(), source="/hr/test", sequence=sequence or 0, traceparent=""
    )
    if sequence is None:
        del headers["ce-sequence"]
    given: dict[str, Any] = {
        "exchange": event.exchange,
        "routing_key": event.event_name,
        "body": encode(event),
        "headers": headers,
    }
    return Envelope(**(given | facts))


def a_letter(body: bytes, **facts: Any) -> Envelope:
    """Something on `hr.events` that calls itself employee.changed."""
    given: dict[str, Any] = {
        "exchange": "hr.events",
        "routing_key": "employee.changed",
        "body": body,
        "headers": {"ce-id": new_id(), "ce-source": "/hr/test"},
    }
    return Envelope(**(given | facts))
