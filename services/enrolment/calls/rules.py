"""Calls about who decides in whose place, and with which numbers the rules count."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.approving import resolve_approvers_again
from services.enrolment.domain.approval import Delegation, delegation_makes_sense
from services.enrolment.domain.rule_numbers import BUILT_IN
from services.enrolment.schemas import rules as schemas
from services.enrolment.schemas.common import plain
from services.enrolment.storage.delegations import Delegations
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import RuleNumbers
from shared.service import Service, command, query
from shared.working_calendar import WorkingCalendar


class RuleCalls(Service):
    """Calls about who decides in whose place, and with which numbers the rules count."""

    calendar: WorkingCalendar

    @command(schemas.SetDelegate)
    def set_delegate(self, request: Any, session: Session) -> dict[str, Any]:
        """Somebody decides in the place of another for some days; open requests go there.

        Raises NotFound, Conflict.
        """
        now = self.clock.now()
        for one in (request.employee_id, request.delegate_id):
            Roster(session).get(one)
        delegation = Delegation(
            employee_id=request.employee_id,
            delegate_id=request.delegate_id,
            from_day=request.from_day,
            until=request.until,
        )
        delegation_makes_sense(delegation)
        delegation_id = Delegations(session).add(delegation, now)
        session.flush()
        resolve_approvers_again(session, [delegation.employee_id], now)
        return schemas.delegation_view(delegation_id, delegation)

    @command(schemas.SaveRuleNumber)
    def save_rule_number(self, request: Any, session: Session) -> dict[str, Any]:
        """From a day on, a rule counts with another number."""
        now = self.clock.now()
        from_day = request.from_day or self.calendar.day_of(now)
        RuleNumbers(session).decide(request.name, request.value, from_day, request.decided_by, now)
        return {"name": request.name, "from_day": from_day.isoformat(), "value": request.value}

    @query(schemas.ListRuleNumbers)
    def list_rule_numbers(self, request: Any, session: Session) -> dict[str, Any]:
        """The built-in numbers, and what the office decided instead; all of them at once."""
        decided = RuleNumbers(session).decided()
        return {"items": [plain(vars(one)) for one in (*BUILT_IN, *decided)], "next": None}
