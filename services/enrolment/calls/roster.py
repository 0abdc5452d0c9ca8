"""Calls about people, and the timer that lets their announced changes take effect."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import learning_roster
from services.enrolment.schemas import roster as schemas
from services.enrolment.storage.ratings import Ratings
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.roster_ahead import coming_changes
from shared.service import Service, every, query
from shared.service.requests import page


class RosterCalls(Service):
    """Calls about people, and the timer that lets their announced changes take effect."""

    @query(schemas.GetEmployee)
    def get_employee(self, request: Any, session: Session) -> dict[str, Any]:
        """One employee, ratings, and what will change. Raises NotFound."""
        roster = Roster(session)
        employee = roster.get(request.employee_id)
        nips = roster.nips([employee.employee_id])
        return schemas.employee_view(employee, nips.get(employee.employee_id)) | {
            "ratings": dict(Ratings(session).of(employee.employee_id)),
            "ahead": schemas.ahead_view(coming_changes(session).of(employee.employee_id)),
        }

    @query(schemas.ListEmployees)
    def list_employees(self, request: Any, session: Session) -> dict[str, Any]:
        """Employees by id, unit, supervisor, name, whether they serve; or the one with a number."""
        limit, request.limit = request.limit, request.limit + 1
        roster = Roster(session)
        found = roster.page(request)
        nips = roster.nips(one.employee_id for one in found)
        items = [schemas.employee_view(one, nips.get(one.employee_id)) for one in found]
        return page(items, limit, "employee_id")

    @query(schemas.ListUnits)
    def list_units(self, request: Any, session: Session) -> dict[str, Any]:
        """The units of the office, with who leads them."""
        found = Roster(session).units(request.after, request.limit + 1)
        return page([schemas.unit_view(one) for one in found], request.limit, "unit_id")

    @every(seconds=60)
    def apply_changes_dated_ahead(self) -> None:
        """Let every change whose day has come take effect, each in a transaction of its own."""
        while self._apply_next():
            pass

    def _apply_next(self) -> bool:
        with self.database.transaction() as session:
            return learning_roster.apply_next_change_due(session, self.clock.now())
