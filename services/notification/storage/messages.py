"""Messages: what people were told, and what is asked of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, event, select, update
from sqlalchemy.orm import Session

from services.notification.domain.delivery import State
from services.notification.domain.message import Draft, Message
from services.notification.storage.tables import (
    DELIVERIES,
    MESSAGES,
    DeliveryRow,
    MessageRow,
)
from shared.bulk import insert_rows
from shared.errors import NotFound
from shared.ids import new_id

_PENDING = "messages"
_FORGOTTEN_AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some messages, newest first; next: cursor of the following page, or None."""

    items: list[Message]
    next: str | None


class Messages:
    """The messages of everyone; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def add(self, draft: Draft, *, channels: Sequence[str], now: datetime) -> None:
        """Keep a message, to be delivered on these channels, unless it is there already.

        Written when the transaction commits: the messages of a batch take two statements.
        """
        self._session.info.setdefault(_PENDING, []).append(
            (_values(draft, now), [_delivery(channel, now) for channel in channels])
        )

    def page(self, employee_id: str, *, unread_only: bool, limit: int, after: str | None) -> Page:
        """A person's messages, newest first."""
        found = select(MessageRow).where(MessageRow.employee_id == employee_id)
        if unread_only:
            found = found.where(MessageRow.read_at.is_(None))
        if after is not None:
            found = found.where(MessageRow.notification_id < after)
        found = found.order_by(MessageRow.notification_id.desc()).limit(limit + 1)
        items = [message_of(row) for row in self._session.scalars(found)]
        more = len(items) > limit
        return Page(items=items[:limit], next=items[limit - 1].notification_id if more else None)

    def mark_read(self, notification_id: str, now: datetime) -> Message:
        """The first reading counts. Raises NotFound."""
        row = self._session.get(MessageRow, notification_id, with_for_update=True)
        if row is None:
            raise NotFound("notification", notification_id)
        row.read_at = row.read_at or now
        return message_of(row)

    def next_versions(self, notification_ids: Sequence[str]) -> dict[str, int]:
        """Count one event for each of these messages; their versions by id. Locks them."""
        statement = (
            update(MessageRow)
            .where(MessageRow.notification_id.in_(sorted(notification_ids)))
            .values(version=MessageRow.version + 1)
            .returning(MessageRow.notification_id, MessageRow.version)
        )
        options = {"synchronize_session": False}
        rows = self._session.execute(statement, execution_options=options)
        return {row.notification_id: row.version for row in rows}

    def forget_before(self, instant: datetime) -> int:
        """Delete some of the messages older than this; return how many."""
        ids = self._session.scalars(
            select(MessageRow.notification_id)
            .where(MessageRow.created_at < instant)
            .limit(_FORGOTTEN_AT_ONCE)
        ).all()
        for table in (DeliveryRow, MessageRow):
            self._session.execute(delete(table).where(table.notification_id.in_(ids)))
        return len(ids)


def message_of(row: MessageRow) -> Message:
    return Message(
        notification_id=row.notification_id,
        employee_id=row.employee_id,
        about=row.about,
        template=row.template,
        template_version=row.template_version,
        data=json.loads(row.data),
        created_at=row.created_at,
        read_at=row.read_at,
    )


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Insert what was added; a message whose key exists is left alone, with its deliveries."""
    pending = session.info.pop(_PENDING, None)
    if not pending:
        return
    rows = sorted((values for values, _ in pending), key=lambda values: values["once_key"])
    stored = insert_rows(session, MESSAGES, rows, if_absent=True, returning=["notification_id"])
    fresh = {row.notification_id for row in stored}
    deliveries = [
        {"notification_id": values["notification_id"], **delivery}
        for values, each in pending
        if values["notification_id"] in fresh
        for delivery in each
    ]
    insert_rows(session, DELIVERIES, deliveries)


def _values(draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        "notification_id": new_id(),
        "employee_id": draft.employee_id,
        "about": draft.about,
        "subject_id": draft.subject_id,
        "template": draft.template,
        "template_version": draft.template_version,
        "data": json.dumps(draft.data, ensure_ascii=False),
        "once_key": draft.once_key,
        "created_at": now,
        "version": 0,
    }


def _delivery(channel: str, now: datetime) -> dict[str, Any]:
    return {
        "channel": channel,
        "state": State.PENDING,
        "attempts": 0,
        "doubts": 0,
        "next_at": now,
    }
