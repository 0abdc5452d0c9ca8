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
    session: Session,
    action: str,
    records: Sequence[str],
    now: datetime,
    reason: str | None = None,
    actor: str | None = None,
) -> None:
    """Write it down for each record, in the transaction that does it.

    actor   who does it; None: the person at the terminal
    """
    done = {"at": now, "actor": actor or _actor(), "action": action, "reason": reason}
    if records:
        session.execute(insert(audit), [done | {"id": new_id(), "record": r} for r in records])


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
