"""Who decides in whose place."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.approval import Delegation
from services.enrolment.storage.tables import DelegationRow
from shared.ids import new_id


class Delegations:
    """Delegations, the newest first where several hold."""

    def __init__(self, session: Session):
        self._session = session

    def add(self, delegation: Delegation, at: datetime) -> str:
        """Store a delegation; returns its id."""
        delegation_id = new_id()
        self._session.add(DelegationRow(delegation_id=delegation_id, **vars(delegation), set_at=at))
        return delegation_id

    def in_force(self, employee_ids: Iterable[str], day: date) -> dict[str, list[str]]:
        """Who stands in for these employees on a day, the newest delegation first."""
        rows = self._session.scalars(
            select(DelegationRow)
            .where(
                DelegationRow.employee_id.in_(list(employee_ids)),
                DelegationRow.from_day <= day,
                DelegationRow.until >= day,
            )
            .order_by(DelegationRow.delegation_id.desc())
        )
        delegates: dict[str, list[str]] = {}
        for row in rows:
            delegates.setdefault(row.employee_id, []).append(row.delegate_id)
        return delegates
