"""Deliveries: a queue in the database, and a record of what was sent."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from services.notification.domain.delivery import Delivery, Mark, State
from services.notification.domain.gatherings import Entry
from services.notification.domain.message import Message
from services.notification.storage.gatherings import Gatherings
from services.notification.storage.messages import message_of
from services.notification.storage.steps import Step, Steps, What
from services.notification.storage.tables import DELIVERIES, DeliveryRow, MessageRow

_LOOKED_UP_AT_ONCE = 5000
_INTERRUPTED_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A delivery with what is to be delivered.

    due_at    when it was due, before it was claimed
    entry     of the reader's calendar, if any
    carried   of a digest, the messages in it
    """

    delivery: Delivery
    message: Message
    due_at: datetime | None = None
    entry: Entry | None = None
    carried: tuple[Message, ...] = ()


class Deliveries:
    """What is to be sent on one channel. Any number of processes may claim at once."""

    def __init__(self, session: Session, channel: str):
        self._session = session
        self._channel = channel

    def claim(self, now: datetime, limit: int, *, marked: bool = False) -> list[Parcel]:
        """Take the longest due; they are ours for a minute.

        One that is still `sending` after its minute was interrupted: it is taken again, and its
        mark tells whether it was tried; if so, nobody knows whether it was sent.

        marked   whoever claims several marks each before it is sent
        """
        if not limit:
            return []
        found = self._session.execute(
            select(
                DeliveryRow.notification_id,
                DeliveryRow.state,
                DeliveryRow.next_at,
                DeliveryRow.mark,
            )
            .where(DeliveryRow.channel == self._channel, DeliveryRow.next_at <= now)
            .order_by(DeliveryRow.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        if not found:
            return []
        due = {row.notification_id: row.next_at for row in found}
        doubtful = [x for x in found if x.state == State.SENDING and x.mark == Mark.TRYING]
        self._note_interrupted([x.notification_id for x in doubtful], now)
        deliveries = {x.notification_id: x for x in self._take(due, now, marked=marked)}
        rows = self._session.scalars(
            select(MessageRow)
            .where(MessageRow.notification_id.in_(due))
            .order_by(MessageRow.notification_id)
        )
        messages = [message_of(row) for row in rows]
        entries = Gatherings(self._session).entries(messages)
        return [
            Parcel(
                delivery=deliveries[one.notification_id],
                message=one,
                due_at=due[one.notification_id],
                entry=entries.get(one.notification_id),
            )
            for one in messages
        ]

    def take(self, parcels: Sequence[Parcel], now: datetime, *, marked: bool) -> list[Parcel]:
        """The same, ours for a minute. The caller has locked them. marked: as in `claim`"""
        taken = {one.notification_id: one for one in self._take(_ids(parcels), now, marked=marked)}
        return [replace(one, delivery=taken[one.message.notification_id]) for one in parcels]

    def settle(self, claimed: Sequence[tuple[Delivery, Delivery]]) -> list[Delivery]:
        """Record (as claimed, as it is now); return those that were still ours."""
        alike: dict[tuple[datetime | None, Delivery], list[str]] = defaultdict(list)
        known = {before.notification_id: after for before, after in claimed}
        for before, after in claimed:
            alike[before.claimed_at, replace(after, notification_id="")].append(
                before.notification_id
            )
        settled: list[str] = []
        for (claimed_at, values), ids in alike.items():
            settled += self._record(sorted(ids), claimed_at, values)
        return [known[notification_id] for notification_id in settled]

    def begin(self, notification_id: str, now: datetime) -> None:
        """Deliver a message on this channel too; due at once."""
        self._session.add(
            DeliveryRow(
                notification_id=notification_id,
                channel=self._channel,
                state=State.PENDING,
                next_at=now,
            )
        )

    @staticmethod
    def of(session: Session, notification_id: str) -> list[Delivery]:
        """Of one message, by channel."""
        rows = session.scalars(
            select(DeliveryRow)
            .where(DeliveryRow.notification_id == notification_id)
            .order_by(DeliveryRow.channel)
        )
        return [delivery_of(row) for row in rows]

    @staticmethod
    def of_all(session: Session, notification_ids: Sequence[str]) -> dict[str, list[Delivery]]:
        """Of many messages, by message."""
        found = defaultdict[str, list[Delivery]](list)
        for start in range(0, len(notification_ids), _LOOKED_UP_AT_ONCE):
            some = notification_ids[start : start + _LOOKED_UP_AT_ONCE]
            rows = select(DeliveryRow).where(DeliveryRow.notification_id.in_(some))
            for row in session.scalars(rows.order_by(DeliveryRow.channel)):
                found[row.notification_id].append(delivery_of(row))
        return found

    @staticmethod
    def channels_of(session: Session, notification_ids: Sequence[str]) -> dict[str, set[str]]:
        """On which channels messages were to be delivered so far."""
        rows = session.execute(
            select(DeliveryRow.notification_id, DeliveryRow.channel).where(
                DeliveryRow.notification_id.in_(sorted(notification_ids))
            )
        )
        found = defaultdict[str, set[str]](set)
        for row in rows:
            found[row.notification_id].add(row.channel)
        return found

    def _note_interrupted(self, notification_ids: Sequence[str], now: datetime) -> None:
        Steps(self._session).add(
            [
                Step(notification_id=x, channel=self._channel, at=now, what=What.INTERRUPTED)
                for x in notification_ids
            ]
        )

    def _take(self, ids: Collection[str], now: datetime, *, marked: bool) -> list[Delivery]:
        """What was claimed with others and not tried counts as if it had not been claimed."""
        interrupted = DeliveryRow.state == State.SENDING
        tried, sent = DeliveryRow.mark == Mark.TRYING, DeliveryRow.mark == Mark.SENT
        one_more = case((interrupted & (DeliveryRow.mark.is_(None) | sent), 0), else_=1)
        fresh = None if marked and len(ids) > 1 else Mark.TRYING
        statement = (
            update(DELIVERIES)
            .where(DeliveryRow.notification_id.in_(ids), DeliveryRow.channel == self._channel)
            .values(
                state=State.SENDING,
                attempts=DeliveryRow.attempts + one_more,
                doubts=DeliveryRow.doubts + case((interrupted & tried, 1), else_=0),
                mark=case((interrupted & sent, Mark.SENT), else_=fresh),
                claimed_at=now,
                next_at=now + _INTERRUPTED_AFTER,
            )
            .returning(*DELIVERIES.c)
        )
        return [delivery_of(row) for row in self._session.execute(statement)]

    def _record(
        self, ids: Sequence[str], claimed_at: datetime | None, values: Delivery
    ) -> Sequence[str]:
        statement = (
            update(DeliveryRow)
            .where(
                DeliveryRow.notification_id.in_(ids),
                DeliveryRow.channel == self._channel,
                DeliveryRow.state == State.SENDING,
                DeliveryRow.claimed_at == claimed_at,
            )
            .values(
                state=values.state,
                attempts=values.attempts,
                doubts=values.doubts,
                next_at=values.next_at,
                claimed_at=values.claimed_at,
                sent_at=values.sent_at,
                reason=values.reason,
            )
            .returning(DeliveryRow.notification_id)
        )
        options = {"synchronize_session": False}
        return self._session.execute(statement, execution_options=options).scalars().all()


def _ids(parcels: Sequence[Parcel]) -> list[str]:
    return [one.message.notification_id for one in parcels]


def delivery_of(row: Any) -> Delivery:
    return Delivery(
        notification_id=row.notification_id,
        channel=row.channel,
        state=State(row.state),
        attempts=row.attempts,
        doubts=row.doubts,
        next_at=row.next_at,
        claimed_at=row.claimed_at,
        sent_at=row.sent_at,
        reason=row.reason,
        carried_by=row.carried_by,
        mark=Mark(row.mark) if row.mark else None,
    )
