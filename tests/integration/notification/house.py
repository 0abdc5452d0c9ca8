"""The notification service on a database of its own, without a bus: what arrives, what leaves."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.notification.channels import Channel, chat_channel, mail_channel
from services.notification.channels.webhook import Endpoints
from services.notification.courier import Courier
from services.notification.domain.retry import Patience
from services.notification.office import office_of
from services.notification.part import PART
from services.notification.postman import Postman
from services.notification.rendering import Renderer
from services.notification.service import NotificationService
from services.notification.storage.tables import DeliveryRow, MessageRow
from shared.clock import TravellingClock
from shared.codec import encode, headers_of
from shared.database import Database
from shared.events import Event
from shared.events.hr import EmployeeChanged
from shared.ids import new_id
from shared.links import Links
from shared.messaging import Envelope
from shared.messaging import waiting as held
from shared.messaging.subscriber import Handler, Subscriber
from shared.messaging.tables import outbox, waiting
from shared.metrics import Outcomes
from shared.migrations import migrate
from shared.seal import Seal
from shared.settings import read_settings
from tests.unit.notification.builders import NOON

LINK_KEY = Seal.new_key()
PATIENCE = Patience(attempts=4, first_pause=timedelta(minutes=1))


@cache
def _renderer() -> Renderer:
    """Making one tries all templates; where the data lie makes no difference to it."""
    return Renderer(replace(read_settings(), language="id"))


class House:
    """url   of an empty database; the clock stands at noon and runs on"""

    def __init__(self, url: str, data_dir: Path, smtp_url: str | None = None):
        self.database = Database(url, source="/lontar/notification")
        migrate(self.database, PART.migrations)
        self.clock = TravellingClock(NOON)
        mode = "live" if smtp_url else "file"
        self.settings = replace(
            read_settings(), data_dir=data_dir, mail_mode=mode, smtp_url=smtp_url, language="id"
        )
        self.mail = data_dir / "mail"
        self.service = NotificationService()
        self.service.database, self.service.clock = self.database, self.clock
        self.service.settings, self.service.renderer = self.settings, _renderer()
        self.service.correlation_id = None
        self.service.postman = self.a_postman()
        self.service.chat_postman = self.a_postman(chat_channel(self.settings))
        self.service.announcer = None
        self.service.courier = Courier(
            self.database, self.clock, Endpoints(private_allowed=True), PATIENCE
        )

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_: Any) -> None:
        self.database.close()

    def a_postman(self, channel: Channel | None = None) -> Postman:
        return Postman(
            self.database,
            self.clock,
            channel or mail_channel(self.settings),
            self.service.renderer,
            office=office_of(self.settings),
            links=Links(LINK_KEY),
            language="id",
            patience=PATIENCE,
        )

    def subscriber(self) -> Subscriber:
        """As the road would make it, of the service's own declarations."""
        handlers = {
            entrypoint.event.event_name: Handler(
                handle=method,
                latest_wins=entrypoint.latest_wins,
                preload=entrypoint.preload,
            )
            for method in self._listeners()
            for entrypoint in method.nameko_entrypoints
        }
        return Subscriber(
            "notification.test.v1",
            "notification",
            handlers,
            database=self.database,
            clock=self.clock,
            patience=held.Patience(),
            observer=Outcomes("notification"),
        )

    def _listeners(self) -> list[Any]:
        """The methods that listen to something."""
        methods = (getattr(self.service, name) for name in dir(type(self.service)))
        return [
            method
            for method in methods
            if any(hasattr(one, "event") for one in getattr(method, "nameko_entrypoints", ()))
        ]

    def hear(self, *events: Event) -> None:
        """A batch of events, each with an id of its own."""
        self.deliver([in_an_envelope(event) for event in events])

    def deliver(self, envelopes: Sequence[Envelope]) -> None:
        self.subscriber().deliver(envelopes)

    def retry_held(self) -> None:
        """What the road does every half second."""
        with self.database.reading() as session:
            due = held.due(session, self.clock.now(), 100)
        for row_id, _ in due:
            self.subscriber().retry(row_id)

    def tick(self, after: timedelta = timedelta(0)) -> None:
        """The timer, some time later."""
        self.clock.travel(after)
        self.service.deliver_due_mail()

    def inbox(self, employee_id: str = "E1", **wanted: Any) -> list[dict[str, Any]]:
        return self.service.list_notifications(employee_id=employee_id, **wanted)["items"]

    def mails(self) -> list[EmailMessage]:
        """The .eml files, in the order of their names."""
        return [
            message_from_bytes(file.read_bytes(), policy=default)
            for file in sorted(self.mail.glob("*.eml"))
        ]

    def deliveries(self) -> list[DeliveryRow]:
        with self.database.reading() as session:
            return list(session.scalars(select(DeliveryRow)))

    def messages(self) -> list[MessageRow]:
        """Everybody's."""
        with self.database.reading() as session:
            return list(session.scalars(select(MessageRow)))

    def states(self) -> list[str]:
        return sorted(row.state for row in self.deliveries())

    def published(self) -> list[tuple[str, int, dict[str, Any]]]:
        """(event, sequence, data) of everything in the outbox, in order."""
        with self.database.reading() as session:
            rows = session.execute(select(outbox).order_by(outbox.c.id)).all()
        return [
            (row.event, json.loads(row.headers)["ce-sequence"], json.loads(bytes(row.body)))
            for row in rows
        ]

    def waiting(self) -> list[tuple[str, str]]:
        """(state, reason) of messages held or parked."""
        with self.database.reading() as session:
            return [(row.state, row.reason) for row in session.execute(select(waiting))]


def pages_opened_by(mail: EmailMessage) -> list[str]:
    """The pages of the portal that the links of a mail open for its reader."""
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    tokens = re.findall(r"/links/(\S+)", text)
    return [Links(LINK_KEY).read(token, NOON, timedelta(days=1)).path for token in tokens]


def in_an_envelope(event: Event, *, with_id: bool = True) -> Envelope:
    """As its publisher would send it; or as a client would that gives messages no id."""
    headers = headers_of(
        event, event_id=new_id(), source="/lontar/test", sequence=1, traceparent=""
    )
    if not with_id:
        del headers["ce-id"]
    return Envelope(
        exchange=event.exchange, routing_key=event.event_name, body=encode(event), headers=headers
    )


def a_person(employee_id: str = "E1", **facts: Any) -> EmployeeChanged:
    given = {
        "occurred_at": NOON,
        "employee_id": employee_id,
        "name": f"Maria {employee_id}",
        "unit_id": "U1",
        "position": "Analis",
        "supervisor_id": None,
        "email": f"{employee_id.lower()}@alak.example",
        "employment": "PNS",
        "active": True,
        "changed_at": NOON,
    }
    return EmployeeChanged(**{**given, **facts})
