"""Who took part in what: copied from enrolment's events, written once for each batch."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, event, func, select
from sqlalchemy.orm import Session

from services.notification.storage.tables.campaigns import ParticipationRow
from shared.database import insert_or_update
from shared.events import enrolment as en

STATES: dict[type[Any], str] = {
    en.EnrolmentRequested: "requested",
    en.EnrolmentEnrolled: "enrolled",
    en.EnrolmentWaitlisted: "waitlisted",
    en.EnrolmentRejected: "rejected",
    en.EnrolmentDeclined: "declined",
    en.EnrolmentCancelled: "cancelled",
    en.EnrolmentExpired: "expired",
    en.TrainingCompleted: "completed",
    en.TrainingNotCompleted: "not_completed",
}
"""What an event says of somebody and a programme."""

_ASKED = ("requested", "enrolled", "waitlisted")
_PENDING = "participation"


def follow(session: Session, told: Any) -> None:
    """Keep what an event of enrolment says; of two, the one that happened later counts."""
    state = STATES.get(type(told))
    if state is None:
        return
    pending = session.info.setdefault(_PENDING, {})
    key = (told.programme_id, told.employee_id)
    before = pending.get(key)
    asked_at = told.occurred_at if state in _ASKED else None
    if before is not None:
        asked_at = max(filter(None, (asked_at, before["asked_at"])), default=None)
    if before is None or before["occurred_at"] <= told.occurred_at:
        pending[key] = {
            "programme_id": told.programme_id,
            "employee_id": told.employee_id,
            "title": told.title,
            "state": state,
            "occurred_at": told.occurred_at,
            "asked_at": asked_at,
        }
    else:
        before["asked_at"] = asked_at


def asked_since(session: Session, programme_id: str, employee_ids: Any, since: datetime) -> int:
    """How many of these people asked for a seat after an instant.

    employee_ids   a query of ids
    """
    statement = (
        select(func.count())
        .where(ParticipationRow.programme_id == programme_id)
        .where(ParticipationRow.employee_id.in_(employee_ids))
        .where(ParticipationRow.asked_at > since)
    )
    return session.scalars(statement).one()


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """In one order everywhere, so that replicas cannot deadlock."""
    pending: dict[Any, dict[str, Any]] | None = session.info.pop(_PENDING, None)
    if not pending:
        return
    table: Any = ParticipationRow.__table__
    statement = insert_or_update(session, table)
    newest, known = statement.excluded, table.c
    later = newest.occurred_at >= known.occurred_at
    values = {
        name: case((later, newest[name]), else_=known[name])
        for name in ("title", "state", "occurred_at")
    }
    values["asked_at"] = _latest(newest.asked_at, known.asked_at)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["programme_id", "employee_id"], set_=values
        ),
        [pending[key] for key in sorted(pending)],
    )


def _latest(one: Any, other: Any) -> Any:
    """The later of two instants, of which either may be null."""
    return case((other.is_(None), one), (one.is_(None), other), (one > other, one), else_=other)
