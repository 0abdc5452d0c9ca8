"""Erasing one person: contact data, contents, and whatever they agreed to be named with."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.notification import campaigning
from services.notification.storage.privacy import Privacy
from services.notification.storage.tables.campaigns import StoryRow
from shared.operating.audit import note


def erase(session: Session, employee_id: str, by: str | None, now: datetime) -> dict[str, int]:
    """How many of what was erased; audited. Raises NotFound."""
    counts = Privacy(session).erase(employee_id, now)
    mine = StoryRow.employee_id == employee_id
    programmes = session.scalars(select(StoryRow.programme_id).where(mine)).all()
    for programme_id in programmes:
        campaigning.withdraw_story(session, programme_id, employee_id, now)
    session.flush()
    session.execute(delete(StoryRow).where(mine))
    reason = f"asked for by {by}" if by else None
    note(session, "erased", [f"employee {employee_id}"], now, reason)
    return {**counts, "stories": len(programmes)}
