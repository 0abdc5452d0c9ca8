"""The evaluation service on a database of its own, without a bus: what arrives, what leaves."""

import inspect
import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from services.evaluation.part import PART
from services.evaluation.service import EvaluationService
from shared.clock import TravellingClock
from shared.codec import encode, headers_of
from shared.database import Database
from shared.events import Event
from shared.events.enrolment import TrainingCompleted, TrainingCompletionReversed
from shared.ids import new_id
from shared.messaging import Envelope
from shared.messaging.subscriber import Handler, Subscriber
from shared.messaging.tables import outbox, waiting
from shared.messaging.waiting import Patience
from shared.metrics import Outcomes
from shared.migrations import migrate
from shared.office_calendar import office_calendar
from shared.service.subscription import Subscription

MONDAY_NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Kupang


class Told(NamedTuple):
    """An event in the outbox."""

    name: str
    subject: str
    sequence: int
    data: dict[str, Any]


class House:
    """url   of an empty database; clock stands at Monday noon and runs on"""

    def __init__(self, url: str):
        self.database = Database(url, source="/lontar/evaluation")
        migrate(self.database, PART.migrations)
        self.clock = TravellingClock(MONDAY_NOON)
        self.service = EvaluationService()
        self.service.database = self.database
        self.service.clock = self.clock
        self.service.calendar = office_calendar(ZoneInfo("Asia/Makassar"), None)
        self.service.correlation_id = None

    def subscriber(self, **replaced: Handler) -> Subscriber:
        """As the road would make it; handlers can be replaced by event class name."""
        handlers = {
            entrypoint.event.event_name: replaced.get(entrypoint.event.__name__)
            or Handler(
                handle=method, latest_wins=entrypoint.latest_wins, preload=entrypoint.preload
            )
            for _, method in inspect.getmembers(self.service, inspect.ismethod)
            for entrypoint in getattr(method, "nameko_entrypoints", ())
            if isinstance(entrypoint, Subscription)
        }
        return Subscriber(
            "evaluation.test.v1",
            "evaluation",
            handlers,
            database=self.database,
            clock=self.clock,
            patience=Patience(),
            observer=Outcomes("evaluation"),
        )

    def deliver(self, *envelopes: Envelope) -> None:
        self.subscriber().deliver(envelopes)

    def tick(self, after: timedelta = timedelta(0)) -> None:
        """The timer, some time later."""
        self.clock.travel(after)
        self.service.advance_due_evaluations()

    def evaluations(self, **wanted: Any) -> list[dict[str, Any]]:
        return self.service.list_evaluations(**wanted)["items"]

    def statuses(self, **wanted: Any) -> list[str]:
        return [item["status"] for item in self.evaluations(**wanted)]

    def told(self) -> list[Told]:
        """Everything in the outbox, in order."""
        with self.database.reading() as session:
            rows = session.execute(select(outbox).order_by(outbox.c.id)).all()
        return [
            Told(
                row.event,
                row.subject,
                json.loads(row.headers)["ce-sequence"],
                json.loads(bytes(row.body)),
            )
            for row in rows
        ]

    def names_told(self) -> list[str]:
        return [told.name for told in self.told()]

    def waiting(self) -> list[str]:
        """Why messages are held or parked."""
        with self.database.reading() as session:
            return list(session.scalars(select(waiting.c.reason)))


def in_an_envelope(
    event: Event, *, sequence: int | None = 1, message_id: str | None = ""
) -> Envelope:
    """As its publisher would send it; without message id or sequence where they are None."""
    headers = headers_of(
        event,
        event_id=new_id() if message_id == "" else message_id or "",
        source="/lontar/enrolment",
        sequence=sequence or 0,
        traceparent="",
    )
    if sequence is None:
        del headers["ce-sequence"]
    return Envelope(
        exchange=event.exchange, routing_key=event.event_name, body=encode(event), headers=headers
    )


def a_reversal_of(completed: TrainingCompleted) -> TrainingCompletionReversed:
    return TrainingCompletionReversed(
        occurred_at=completed.occurred_at,
        enrolment_id=completed.enrolment_id,
        employee_id=completed.employee_id,
        programme_id=completed.programme_id,
        title=completed.title,
        reason="recorded for the wrong person",
    )
