"""The facts of HR's roster that evaluations rest on."""

from datetime import UTC

from sqlalchemy.orm import Session

from services.evaluation.storage.tables import EmployeeRow
from shared.database import insert_or_update
from shared.events.hr import EmployeeChanged


class Roster:
    """Who works where, for whom. What HR said last (by `changed_at`) is what we know."""

    def __init__(self, session: Session):
        self._session = session

    def learn_employee(self, event: EmployeeChanged) -> None:
        """Keep an employee as HR describes them, unless something newer is known."""
        facts = {
            "unit_id": event.unit_id,
            "supervisor_id": event.supervisor_id,
            "active": event.active,
            "changed_at": event.changed_at.astimezone(UTC),
        }
        statement = insert_or_update(self._session, EmployeeRow.__table__)
        statement = statement.values(employee_id=event.employee_id, **facts)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["employee_id"],
                set_=facts,
                where=EmployeeRow.changed_at <= statement.excluded.changed_at,
            )
        )
