"""Who did what by hand, and why: kept in the database that it was done to."""

import getpass
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shared.ids import new_id
from shared.messaging.tables import audit


def note(
    session: Session, action: str, record: str, now: datetime, reason: str | None = None
) -> None:
    """Write it down, in the transaction that does it."""
    session.execute(
        insert(audit).values(
            id=new_id(), at=now, actor=_actor(), action=action, record=record, reason=reason
        )
    )


def notes_about(session: Session, record: str) -> Sequence[Any]:
    """What was done to a record, the oldest first."""
    return session.execute(
        select(audit).where(audit.c.record == record).order_by(audit.c.at, audit.c.id)
    ).all()


def _actor() -> str:
    """The person at the terminal, also behind sudo; a container's user may have no name."""
    if behind := os.environ.get("SUDO_USER"):
        return behind
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
