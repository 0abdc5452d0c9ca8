"""Announcements: a queue in the database, and a record of what was said in the room."""

import json
from datetime import datetime, timedelta

from sqlalchemy import delete, event, select, update
from sqlalchemy.orm import Session

from services.notification.domain.announcement import ROOM_CHANNEL, Announced, Announcement
from services.notification.domain.delivery import Delivery, State
from services.notification.storage.tables import AnnouncementRow
from shared.bulk import insert_rows
from shared.ids import new_id

_PENDING = "announcements"
_OURS_FOR = timedelta(seconds=60)
_FORGOTTEN_AT_ONCE = 1000


class Announcements:
    """The caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def add(self, said: Announcement, now: datetime) -> None:
        """Due at once, unless it is there already. Written when the transaction commits."""
        row = {
            **vars(said),
            "announcement_id": new_id(),
            "data": json.dumps(said.data),
            "state": State.PENDING.value,
            "attempts": 0,
            "doubts": 0,
            "next_at": now,
            "created_at": now,
        }
        self._session.info.setdefault(_PENDING, []).append(row)

    def claim(self, now: datetime) -> Announced | None:
        """The longest due; ours for a minute. One that was interrupted counts as a doubt."""
        row = self._session.scalars(
            select(AnnouncementRow)
            .where(AnnouncementRow.next_at <= now)
            .order_by(AnnouncementRow.next_at, AnnouncementRow.announcement_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        row.doubts += row.state == State.SENDING
        row.state, row.attempts = State.SENDING, row.attempts + 1
        row.claimed_at, row.next_at = now, now + _OURS_FOR
        return _announced(row)

    def settle(self, before: Delivery, after: Delivery) -> None:
        """Record how it ended, unless somebody else has taken it over meanwhile."""
        names = ("state", "attempts", "doubts", "next_at", "claimed_at", "sent_at", "reason")
        self._session.execute(
            update(AnnouncementRow)
            .where(
                AnnouncementRow.announcement_id == before.notification_id,
                AnnouncementRow.claimed_at == before.claimed_at,
            )
            .values(**{name: getattr(after, name) for name in names})
        )

    def page(self, limit: int, after: str | None) -> list[Announced]:
        """The newest first."""
        found = select(AnnouncementRow).order_by(AnnouncementRow.announcement_id.desc())
        if after is not None:
            found = found.where(AnnouncementRow.announcement_id < after)
        return [_announced(row) for row in self._session.scalars(found.limit(limit))]

    def forget_before(self, instant: datetime) -> int:
        """Delete some of what was said before this; return how many."""
        ids = self._session.scalars(
            select(AnnouncementRow.announcement_id)
            .where(AnnouncementRow.created_at < instant)
            .limit(_FORGOTTEN_AT_ONCE)
        ).all()
        self._session.execute(
            delete(AnnouncementRow).where(AnnouncementRow.announcement_id.in_(ids))
        )
        return len(ids)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """In one order everywhere, so that replicas cannot deadlock."""
    rows = session.info.pop(_PENDING, [])
    rows.sort(key=lambda row: row["once_key"])
    insert_rows(session, AnnouncementRow, rows, if_absent=True)


def _announced(row: AnnouncementRow) -> Announced:
    said = Announcement(
        about=row.about,
        template=row.template,
        template_version=row.template_version,
        data=json.loads(row.data),
        once_key=row.once_key,
    )
    delivery = Delivery(
        notification_id=row.announcement_id,
        channel=ROOM_CHANNEL,
        state=State(row.state),
        attempts=row.attempts,
        doubts=row.doubts,
        next_at=row.next_at,
        claimed_at=row.claimed_at,
        sent_at=row.sent_at,
        reason=row.reason,
    )
    return Announced(announcement=said, delivery=delivery)
