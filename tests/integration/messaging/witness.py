"""A real service for tests: it notes what it hears, and fails when it is told to."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from marshmallow import fields
from sqlalchemy.orm import Session

from shared.errors import UnknownReference
from shared.events import Event
from shared.events.enrolment import EXCHANGE as ENROLMENT
from shared.events.enrolment import (
    TrainingCompleted,
    TrainingCompletionReversed,
)
from shared.events.hr import EmployeeChanged, MessageParked, UnitChanged
from shared.messaging import arrived
from shared.messaging.outbox import post
from shared.service import Service, command, subscribe
from shared.service.requests import Request
from tests.integration.road.junction import an_employee

HEARD = (
    "employee.changed",
    "unit.changed",
    "training.completed",
    "training.completion_reversed",
    "message.parked",
)
QUEUES = [f"witness.{exchange}.v1" for exchange in ("hr.events", ENROLMENT, "hr.feedback")]

noted = sa.Table(
    "noted",
    sa.MetaData(),
    sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("told", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
)
"""What handlers did, in order."""


class Tell(Request):
    subjects = fields.List(fields.String(), required=True)


class Witness(Service):
    """trip   called with each event after it was noted; a test lets it fail or take its time
    replica   who notes, where several do
    """

    name = "witness"
    trip: Callable[[Event], None] = staticmethod(lambda event: None)
    replica = "one"

    @subscribe(EmployeeChanged)
    def learn_employee(self, event: EmployeeChanged, session: Session) -> None:
        self._note(event, session, event.name)
        arrived(session, "employee", event.employee_id)

    @subscribe(UnitChanged)
    def learn_unit(self, event: UnitChanged, session: Session) -> None:
        if event.head_id and not _knows(session, event.head_id):
            raise UnknownReference("employee", event.head_id)
        self._note(event, session, event.name)

    @subscribe(TrainingCompleted, latest_wins=True)
    def note_completion(self, event: TrainingCompleted, session: Session) -> None:
        self._note(event, session, event.title)

    @subscribe(TrainingCompletionReversed, latest_wins=True)
    def note_reversal(self, event: TrainingCompletionReversed, session: Session) -> None:
        self._note(event, session, event.reason)

    @subscribe(MessageParked)
    def hear_complaint(self, event: MessageParked, session: Session) -> None:
        self._note(event, session, event.reason)

    @command(Tell)
    def tell(self, request: Any, session: Session) -> int:
        """Publish employees, as a command of a real service publishes its events."""
        for subject in request.subjects:
            post(session, an_employee(subject), sequence=1)
        return len(request.subjects)

    def _note(self, event: Event, session: Session, told: str) -> None:
        row = {"event": event.event_name, "subject": event.subject, "told": told}
        session.execute(sa.insert(noted).values(**row, by=type(self).replica))
        if not isinstance(event, MessageParked):
            type(self).trip(event)


def _knows(session: Session, employee_id: str) -> bool:
    known = (noted.c.event == "employee.changed", noted.c.subject == employee_id)
    return session.scalar(sa.select(noted.c.id).where(*known).limit(1)) is not None
