"""Who cannot be reached outside the inbox, for the officer to mend."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from services.notification.storage.tables.respect import UnreachableRow
from shared.database import insert_or_update

_PENDING = "unreachable"
_AT_ONCE = 5000


@dataclass(frozen=True, kw_only=True)
class NotReached:
    """count: messages that stayed in the inbox since then; reason: of the last one."""

    employee_id: str
    reason: str
    count: int
    since: datetime


class Unreachable:
    """The caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def add(self, employee_id: str, reason: str, now: datetime) -> None:
        """Count one more message; written when the transaction commits."""
        pending = self._session.info.setdefault(_PENDING, {})
        known = pending.get(employee_id) or {"count": 0, "since": now}
        pending[employee_id] = {
            "employee_id": employee_id,
            "reason": reason,
            "count": known["count"] + 1,
            "since": known["since"],
        }

    def forget(self, employee_ids: Iterable[str]) -> None:
        """They can be reached (again); written when the transaction commits."""
        pending = self._session.info.setdefault(_PENDING, {})
        pending.update(dict.fromkeys(employee_ids))

    def page(self, after: str | None, limit: int) -> list[NotReached]:
        """By employee."""
        found = select(UnreachableRow).order_by(UnreachableRow.employee_id).limit(limit)
        if after is not None:
            found = found.where(UnreachableRow.employee_id > after)
        return [
            NotReached(
                employee_id=row.employee_id, reason=row.reason, count=row.count, since=row.since
            )
            for row in self._session.scalars(found)
        ]


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """In one order everywhere, so that replicas cannot deadlock."""
    pending: dict[str, Any] = session.info.pop(_PENDING, {})
    reached = sorted(one for one, row in pending.items() if row is None)
    for start in range(0, len(reached), _AT_ONCE):
        some = reached[start : start + _AT_ONCE]
        session.execute(delete(UnreachableRow).where(UnreachableRow.employee_id.in_(some)))
    for employee_id in sorted(pending.keys() - set(reached)):
        row = pending[employee_id]
        statement = insert_or_update(session, UnreachableRow.__table__).values(row)
        told = statement.excluded
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["employee_id"],
                set_={"reason": told.reason, "count": UnreachableRow.count + told.count},
            )
        )
