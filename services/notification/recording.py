"""What became of deliveries that were tried: their rows, their timeline, and who hears of it."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain.delivery import Attempt, Delivery, Outcome, State, after
from services.notification.domain.message import Message, Person
from services.notification.domain.muting import is_muted
from services.notification.domain.reach import way_to
from services.notification.domain.respect import DIGEST
from services.notification.domain.retry import Patience
from services.notification.storage.deliveries import Deliveries, Parcel
from services.notification.storage.digests import Digests
from services.notification.storage.messages import Messages
from services.notification.storage.people import People
from services.notification.storage.steps import Step, Steps, What
from services.notification.storage.unreachable import Unreachable
from shared.events import Event
from shared.events.notification import NotificationDelivered, NotificationFailed
from shared.messaging.outbox import post

Tried = tuple[Parcel, Attempt]
Over = tuple[Delivery, Message]

_STEPS = {
    Outcome.REFUSED: What.REFUSED,
    Outcome.DEFERRED: What.DEFERRED,
    Outcome.IN_DOUBT: What.IN_DOUBT,
    Outcome.BROKEN: What.BROKEN,
}


def record(
    session: Session, channel: str, tried: Sequence[Tried], now: datetime, patience: Patience
) -> None:
    """Keep what became of deliveries; tell of those that are over, once each.

    What failed for good goes another way, where the reader has one.
    """
    if not tried:
        return
    results = [
        (x.delivery, after(x.delivery, attempt, now, patience, random.random()))
        for x, attempt in tried
    ]
    settled = Deliveries(session, channel).settle(results)
    ours = {x.notification_id for x in settled}
    Steps(session).add(
        [_step(x, attempt, now) for x, attempt in tried if _is_told(x, attempt, ours)]
    )
    messages = {x.message.notification_id: x.message for x, _ in tried}
    over = _with_what_it_carried(
        session,
        channel,
        [
            (x, messages[x.notification_id])
            for x in settled
            if x.state in (State.SENT, State.FAILED)
        ],
    )
    _publish(session, over, now)
    _go_another_way(session, [x for x in over if x[0].state is State.FAILED], now)
    Unreachable(session).forget({m.employee_id for x, m in over if x.state is State.SENT})


def _is_told(parcel: Parcel, attempt: Attempt, ours: set[str]) -> bool:
    return attempt.outcome in _STEPS and parcel.delivery.notification_id in ours


def _step(parcel: Parcel, attempt: Attempt, now: datetime) -> Step:
    return Step(
        notification_id=parcel.delivery.notification_id,
        channel=parcel.delivery.channel,
        at=now,
        what=_STEPS[attempt.outcome],
        reason=attempt.reason,
    )


def _with_what_it_carried(session: Session, channel: str, over: Sequence[Over]) -> list[Over]:
    """In place of a digest, the messages in it: nobody else knows the digest."""
    digests = Digests(session, channel)
    found: list[Over] = []
    for delivery, message in over:
        is_digest = message.about == DIGEST
        found += digests.deliver(delivery) if is_digest else [(delivery, message)]
    return found


def _publish(session: Session, over: Sequence[Over], now: datetime) -> None:
    versions = Messages(session).next_versions([x.notification_id for x, _ in over])
    for delivery, message in over:
        post(session, _event(delivery, message, now), sequence=versions[delivery.notification_id])


def _go_another_way(session: Session, failed: Sequence[Over], now: datetime) -> None:
    if not failed:
        return
    people = People(session).find(message.employee_id for _, message in failed)
    tried = Deliveries.channels_of(session, [x.notification_id for x, _ in failed])
    for delivery, message in failed:
        reader = people.get(message.employee_id)
        way = reader and way_to(reader, message.about, tried[message.notification_id])
        if way:
            Deliveries(session, way).begin(message.notification_id, now)
            Steps(session).add([_other_way(delivery, way, now)])
        elif reader and _is_missed(reader, message):
            Unreachable(session).add(reader.employee_id, delivery.reason or "", now)


def _other_way(delivery: Delivery, way: str, now: datetime) -> Step:
    return Step(
        notification_id=delivery.notification_id,
        channel=delivery.channel,
        at=now,
        what=What.ANOTHER_WAY,
        reason=way,
    )


def _is_missed(reader: Person, message: Message) -> bool:
    return reader.active and not is_muted(reader.wishes, message.about)


def _event(delivery: Delivery, message: Message, now: datetime) -> Event:
    about: dict[str, Any] = {
        "occurred_at": now,
        "notification_id": message.notification_id,
        "employee_id": message.employee_id,
        "channel": delivery.channel,
        "about": message.about,
    }
    if delivery.state is State.SENT:
        return NotificationDelivered(**about)
    return NotificationFailed(**about, reason=delivery.reason or "")
