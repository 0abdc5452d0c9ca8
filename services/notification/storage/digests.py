"""Digests: messages that carry others, and what is counted of a day."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from services.notification.domain.delivery import Delivery, State
from services.notification.domain.message import Message
from services.notification.domain.respect import DIGEST, LEAVES_ALONE
from services.notification.storage.deliveries import Parcel, delivery_of
from services.notification.storage.messages import message_of
from services.notification.storage.tables import (
    DELIVERIES,
    MESSAGES,
    DeliveryRow,
    MessageRow,
    PersonRow,
)
from shared.bulk import insert_rows
from shared.ids import new_id

_ORDER = MessageRow.notification_id


class Digests:
    """On one channel; the caller owns the transaction."""

    def __init__(self, session: Session, channel: str):
        self._session = session
        self._channel = channel

    def lock_due(self, employee_ids: Collection[str], now: datetime) -> dict[str, list[Parcel]]:
        """What is due of these people, may be gathered, and was never tried; by person.

        Locks the people, but none whom another process has locked; and then their deliveries,
        waiting for whoever has claimed one.
        """
        ours = self._session.scalars(
            select(PersonRow.employee_id)
            .where(PersonRow.employee_id.in_(sorted(employee_ids)))
            .order_by(PersonRow.employee_id)
            .with_for_update(skip_locked=True)
        ).all()
        rows = self._session.execute(
            select(DeliveryRow, MessageRow)
            .join(MessageRow, MessageRow.notification_id == DeliveryRow.notification_id)
            .where(
                MessageRow.employee_id.in_(ours),
                MessageRow.about.not_in(sorted(LEAVES_ALONE)),
                DeliveryRow.channel == self._channel,
                DeliveryRow.state == State.PENDING,
                DeliveryRow.attempts == 0,
                DeliveryRow.next_at <= now,
            )
            .order_by(_ORDER)
            .with_for_update(of=DeliveryRow)
        )
        found: dict[str, list[Parcel]] = {}
        for delivery, message in rows:
            parcel = Parcel(delivery=delivery_of(delivery), message=message_of(message))
            found.setdefault(message.employee_id, []).append(parcel)
        return found

    def begin(self, employee_id: str, carried: Sequence[Parcel], now: datetime) -> str:
        """One message for all these; due at once. Returns its id."""
        digest_id = new_id()
        insert_rows(self._session, MESSAGES, [_digest(digest_id, employee_id, carried, now)])
        delivery = {"attempts": 0, "doubts": 0, "next_at": now, "state": State.PENDING}
        key = {"notification_id": digest_id, "channel": self._channel}
        insert_rows(self._session, DELIVERIES, [{**key, **delivery}])
        self._set(
            [one.delivery.notification_id for one in carried],
            state=State.CARRIED,
            carried_by=digest_id,
            next_at=None,
            claimed_at=None,
            attempts=0,
        )
        return digest_id

    def carried_by(self, digest_ids: Collection[str]) -> dict[str, list[Message]]:
        """What these digests still carry, by digest, the earliest first."""
        rows = self._session.execute(
            select(DeliveryRow.carried_by, MessageRow)
            .join(MessageRow, MessageRow.notification_id == DeliveryRow.notification_id)
            .where(
                DeliveryRow.carried_by.in_(sorted(digest_ids)),
                DeliveryRow.channel == self._channel,
                DeliveryRow.state == State.CARRIED,
            )
            .order_by(_ORDER)
        )
        found: dict[str, list[Message]] = {}
        for digest_id, message in rows:
            found.setdefault(str(digest_id), []).append(message_of(message))
        return found

    def drop(self, notification_ids: Sequence[str], reason: str) -> None:
        """Carry these no longer."""
        self._set(notification_ids, state=State.SUPERSEDED, reason=reason)

    def deliver(self, digest: Delivery) -> list[tuple[Delivery, Message]]:
        """What became of a digest became of all that it carries, which is returned."""
        rows = self._session.execute(
            select(DeliveryRow, MessageRow)
            .join(MessageRow, MessageRow.notification_id == DeliveryRow.notification_id)
            .where(
                DeliveryRow.carried_by == digest.notification_id,
                DeliveryRow.channel == self._channel,
                DeliveryRow.state == State.CARRIED,
            )
            .order_by(_ORDER)
        ).all()
        for row, _ in rows:
            row.state, row.sent_at, row.reason = digest.state, digest.sent_at, digest.reason
        return [(delivery_of(row), message_of(message)) for row, message in rows]

    def sent_since(self, employee_id: str, since: datetime, beside: Collection[str]) -> int:
        """Messages to a person that a cap counts, a digest as one, without `beside`."""
        under_way = (DeliveryRow.state == State.SENDING) & (DeliveryRow.claimed_at >= since)
        counted = (
            select(func.count())
            .select_from(DeliveryRow)
            .join(MessageRow, MessageRow.notification_id == DeliveryRow.notification_id)
            .where(
                MessageRow.employee_id == employee_id,
                MessageRow.about.not_in(sorted(LEAVES_ALONE - {DIGEST})),
                DeliveryRow.carried_by.is_(None),
                or_(DeliveryRow.sent_at >= since, under_way),
                DeliveryRow.notification_id.not_in(sorted(beside)),
            )
        )
        return self._session.scalar(counted) or 0

    def _set(self, notification_ids: Sequence[str], **values: object) -> None:
        self._session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.notification_id.in_(sorted(notification_ids)),
                DeliveryRow.channel == self._channel,
            )
            .values(**values),
            execution_options={"synchronize_session": False},
        )


def _digest(
    digest_id: str, employee_id: str, carried: Sequence[Parcel], now: datetime
) -> dict[str, object]:
    return {
        "notification_id": digest_id,
        "employee_id": employee_id,
        "about": DIGEST,
        "subject_id": employee_id,
        "template": "digest",
        "template_version": 1,
        "data": json.dumps({"count": len(carried)}),
        "once_key": f"{DIGEST}|{digest_id}",
        "created_at": now,
        "version": 0,
    }
