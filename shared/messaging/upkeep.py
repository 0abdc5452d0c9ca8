"""Forgetting, in time: what the road keeps only for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared.messaging.tables import answered_request, inbox, progress, waiting
from shared.messaging.waiting import HELD


@dataclass(frozen=True, kw_only=True)
class Keep:
    """How long. A duplicate that comes later than `inbox` would be taken for new."""

    inbox: timedelta
    parked: timedelta
    requests: timedelta


def prune(session: Session, keep: Keep, now: datetime) -> None:
    """Delete what is older than its time. What is still held stays."""
    session.execute(delete(inbox).where(inbox.c.received_at < now - keep.inbox))
    session.execute(delete(progress).where(progress.c.updated_at < now - keep.inbox))
    session.execute(
        delete(waiting).where(waiting.c.state != HELD, waiting.c.updated_at < now - keep.parked)
    )
    session.execute(
        delete(answered_request).where(answered_request.c.answered_at < now - keep.requests)
    )
