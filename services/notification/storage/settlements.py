"""Which matters are settled: nobody is asked or told of them any more."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from services.notification.storage.tables.respect import SETTLED_MATTERS, SettledMatterRow
from shared.bulk import insert_rows

_PENDING = "settled_matters"
_LOOKED_UP_AT_ONCE = 5000


class Settlements:
    """What settled a matter first is its reason."""

    def __init__(self, session: Session):
        self._session = session

    def add(self, reasons: dict[str, str], now: datetime) -> None:
        """Keep these matters with the reasons; written when the transaction commits."""
        pending = self._session.info.setdefault(_PENDING, {})
        for matter, reason in reasons.items():
            pending.setdefault(matter, {"matter": matter, "reason": reason, "settled_at": now})

    def reasons(self, matters: Iterable[str]) -> dict[str, str]:
        """Of those of these matters that are settled."""
        wanted, found = sorted(set(matters)), dict[str, str]()
        for start in range(0, len(wanted), _LOOKED_UP_AT_ONCE):
            some = wanted[start : start + _LOOKED_UP_AT_ONCE]
            columns = select(SettledMatterRow.matter, SettledMatterRow.reason)
            rows = self._session.execute(columns.where(SettledMatterRow.matter.in_(some)))
            found |= {row.matter: row.reason for row in rows}
        return found

    def forget_before(self, instant: datetime) -> None:
        """No message about them is kept any longer."""
        self._session.execute(delete(SettledMatterRow).where(SettledMatterRow.settled_at < instant))


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """In one order everywhere, so that replicas cannot deadlock."""
    pending: dict[str, Any] | None = session.info.pop(_PENDING, None)
    if pending:
        rows = [pending[matter] for matter in sorted(pending)]
        insert_rows(session, SETTLED_MATTERS, rows, if_absent=True)
