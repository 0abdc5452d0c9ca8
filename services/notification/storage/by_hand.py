"""Deliveries as operators see and change them; each change is audited and in the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notification.domain.delivery import State
from services.notification.storage.steps import Step, Steps, What
from services.notification.storage.tables import DeliveryRow, MessageRow
from shared.operating.audit import note

WAITING = (State.PENDING, State.CARRIED)
OVER = (State.FAILED, State.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One message on one channel; at: when it is due, or was sent."""

    notification_id: str
    state: str
    channel: str
    employee_id: str
    about: str
    attempts: int
    at: datetime | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is to show; None: all."""

    state: str | None = None
    channel: str | None = None
    employee_id: str | None = None
    limit: int = 50


def newest(session: Session, wanted: Wanted) -> list[Listed]:
    """Deliveries, those of the newest messages first."""
    found = (
        select(DeliveryRow, MessageRow)
        .join(MessageRow, MessageRow.notification_id == DeliveryRow.notification_id)
        .order_by(DeliveryRow.notification_id.desc(), DeliveryRow.channel)
        .limit(wanted.limit)
    )
    if wanted.state is not None:
        found = found.where(DeliveryRow.state == wanted.state)
    if wanted.channel is not None:
        found = found.where(DeliveryRow.channel == wanted.channel)
    if wanted.employee_id is not None:
        found = found.where(MessageRow.employee_id == wanted.employee_id)
    return [
        Listed(
            notification_id=delivery.notification_id,
            state=delivery.state,
            channel=delivery.channel,
            employee_id=message.employee_id,
            about=message.about,
            attempts=delivery.attempts,
            at=delivery.sent_at or delivery.next_at,
            reason=delivery.reason,
        )
        for delivery, message in session.execute(found)
    ]


def try_again(session: Session, notification_id: str, now: datetime) -> list[str]:
    """Make what failed or was cancelled due at once, with its patience anew; its channels."""
    rows = _locked(session, notification_id, OVER)
    for row in rows:
        row.state, row.attempts, row.doubts = State.PENDING, 0, 0
        row.next_at, row.carried_by, row.reason = now, None, None
    return _noted(session, rows, What.RETRIED, now, None)


def cancel(session: Session, notification_id: str, reason: str, now: datetime) -> list[str]:
    """Send no more what waits; its channels. What is being sent this moment is not touched."""
    rows = _locked(session, notification_id, WAITING)
    for row in rows:
        row.state, row.next_at, row.reason = State.CANCELLED, None, reason
    return _noted(session, rows, What.CANCELLED, now, reason)


def failed_ids(session: Session) -> Sequence[str]:
    """Messages with a delivery that failed."""
    found = select(DeliveryRow.notification_id).where(DeliveryRow.state == State.FAILED)
    return session.scalars(found.distinct()).all()


def _locked(
    session: Session, notification_id: str, states: Sequence[State]
) -> Sequence[DeliveryRow]:
    return session.scalars(
        select(DeliveryRow)
        .where(DeliveryRow.notification_id == notification_id, DeliveryRow.state.in_(states))
        .order_by(DeliveryRow.channel)
        .with_for_update()
    ).all()


def _noted(
    session: Session, rows: Sequence[DeliveryRow], what: What, now: datetime, reason: str | None
) -> list[str]:
    Steps(session).add(
        [
            Step(
                notification_id=row.notification_id,
                channel=row.channel,
                at=now,
                what=what,
                reason=reason,
            )
            for row in rows
        ]
    )
    note(session, what.value, [f"notification {x.notification_id}" for x in rows], now, reason)
    return [row.channel for row in rows]
