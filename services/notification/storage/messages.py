"""Messages: what people were told, and what is asked of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, event, select, update
from sqlalchemy.orm import Session

from services.notification.domain.message import Draft, Message
from services.notification.domain.moments import weightiest
from services.notification.domain.respect import DIGEST
from services.notification.storage.letters import Letter, draft_of, store
from services.notification.storage.moments import tell_beside
from services.notification.storage.tables import DeliveryRow, DeliveryStepRow, MessageRow
from shared.errors import NotFound

_PENDING = "letters"
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
            Letter(draft=draft, channels=tuple(channels), now=now)
        )

    def page(self, employee_id: str, *, unread_only: bool, limit: int, after: str | None) -> Page:
        """A person's messages, newest first; digests only repeat them."""
        found = select(MessageRow).where(
            MessageRow.employee_id == employee_id, MessageRow.about != DIGEST
        )
        if unread_only:
            found = found.where(MessageRow.read_at.is_(None))
        if after is not None:
            found = found.where(MessageRow.notification_id < after)
        found = found.order_by(MessageRow.notification_id.desc()).limit(limit + 1)
        items = [message_of(row) for row in self._session.scalars(found)]
        more = len(items) > limit
        return Page(items=items[:limit], next=items[limit - 1].notification_id if more else None)

    def get(self, notification_id: str) -> Message:
        """Raises NotFound."""
        row = self._session.get(MessageRow, notification_id)
        if row is None:
            raise NotFound("notification", notification_id)
        return message_of(row)

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
        for table in (DeliveryStepRow, DeliveryRow, MessageRow):
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
        matters=tuple(json.loads(row.matters or "[]")),
        created_at=row.created_at,
        read_at=row.read_at,
    )


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Insert what was added; what its key exists for already may still be told beside it."""
    pending: list[Letter] | None = session.info.pop(_PENDING, None)
    if not pending:
        return
    told = weightiest(pending, draft_of)
    refused = store(session, [first for first, *_ in told])
    others = [one for _, *more in told for one in more]
    tell_beside(session, [one for one in [*refused, *others] if one.draft.weight is not None])
