"""One message or event that did not go through, with what was done about it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.messaging.tables import outbox, waiting
from shared.operating.aside import NotWaiting, own_event
from shared.operating.audit import notes_about


@dataclass(frozen=True, kw_only=True)
class Found:
    """row      of `waiting`, or of `outbox` where it is an event that the broker refused
    behind   later events about the same record, which wait for it; of a message 0
    notes    what was done by hand, the oldest first
    """

    row: Any
    is_message: bool
    behind: int
    notes: Sequence[Any]


def found(session: Session, service: str, wanted: str) -> Found:
    """One that this service keeps. Raises NotWaiting."""
    number = own_event(service, wanted)
    if number is None:
        row = session.execute(select(waiting).where(waiting.c.id == wanted)).one_or_none()
    else:
        row = session.execute(select(outbox).where(outbox.c.id == number)).one_or_none()
    if row is None:
        raise NotWaiting(wanted)
    behind = 0
    if number is not None:
        later = (outbox.c.subject == row.subject) & (outbox.c.id > number)
        behind = session.scalar(select(func.count()).select_from(outbox).where(later)) or 0
    return Found(
        row=row, is_message=number is None, behind=behind, notes=notes_about(session, wanted)
    )
