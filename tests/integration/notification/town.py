"""The enrolment service and the notification service, with the events of the one for the other.

What enrolment leaves in its outbox is delivered as it is: which events come together, and that
they carry one instant, is enrolment's own doing and not the test's.
"""

import json
import time
from itertools import groupby
from typing import Any

from sqlalchemy import select

from shared.messaging import Envelope
from shared.messaging.tables import outbox
from tests.integration.enrolment.house import House as Enrolment
from tests.integration.notification.house import House as Notification
from tests.integration.notification.house import a_person

_ANOTHER_MILLISECOND = 0.002
"""Messages of one millisecond are in no order."""


class Town:
    """enrolment   whose calls change something; notification: what people are told of it"""

    def __init__(self, enrolment: Enrolment, notification: Notification):
        self.enrolment = enrolment
        self.notification = notification
        self._delivered = 0

    def introduce(self, *employee_ids: str) -> None:
        """Notification learns how these people are reached."""
        self.notification.hear(*(a_person(one) for one in employee_ids))

    def news(self) -> list[Envelope]:
        """What enrolment has published since the last call, in its order."""
        with self.enrolment.database.reading() as session:
            rows = session.execute(
                select(outbox).where(outbox.c.id > self._delivered).order_by(outbox.c.id)
            ).all()
        self._delivered = rows[-1].id if rows else self._delivered
        return [_envelope(row) for row in rows]

    def deliver(self) -> None:
        """Everything new; what a step published together comes together."""
        for _, together in groupby(self.news(), key=lambda one: one.headers["ce-time"]):
            self.notification.deliver(list(together))
            time.sleep(_ANOTHER_MILLISECOND)

    def told(self, employee_id: str) -> list[str]:
        """What a person was told, by the names of the events; the oldest first."""
        return [one["about"] for one in reversed(self.notification.inbox(employee_id, limit=500))]

    def subjects(self, employee_id: str) -> list[str]:
        return [one["subject"] for one in self.notification.inbox(employee_id)]


def _envelope(row: Any) -> Envelope:
    return Envelope(
        exchange=row.exchange,
        routing_key=row.event,
        body=bytes(row.body),
        headers=json.loads(row.headers),
    )
