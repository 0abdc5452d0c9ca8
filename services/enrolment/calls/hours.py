"""Calls about learning hours (JP): what counts, what is asked for, and who stands where."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import (
    learning_elsewhere,
    noticing_hours,
    personnel_exporting,
    reporting_hours,
)
from services.enrolment.domain.hours import BUILT_IN_TARGETS, HoursTarget, only_a_cap_refuses
from services.enrolment.schemas import hours as schemas
from services.enrolment.storage.external_learning import ExternalLearnings
from services.enrolment.storage.hours import HoursLedger
from services.enrolment.storage.hours_balances import HoursBalances
from services.enrolment.storage.hours_targets import HoursTargets
from services.enrolment.storage.roster import Roster
from shared.service import Service, command, every, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar

_AT_ONCE = 500


class HoursCalls(Service):
    """Calls about learning hours (JP): what counts, what is asked for, and who stands where."""

    calendar: WorkingCalendar

    @query(schemas.GetLearningHours)
    def get_learning_hours(self, request: Any, session: Session) -> dict[str, Any]:
        """Earned, booked and asked for in a year, with every entry. Raises NotFound."""
        learner = Roster(session).get(request.employee_id)
        balances = HoursBalances(session).of([learner], request.year)
        entries = HoursLedger(session).of_year(learner.employee_id, request.year)
        return schemas.hours_view(balances[learner.employee_id], entries)

    @query(schemas.GetUnitLearningHours)
    def get_unit_learning_hours(self, request: Any, session: Session) -> dict[str, Any]:
        """The yearly report of a unit and all below it. Raises NotFound."""
        report = reporting_hours.report(session, request.unit_id, request.year)
        return schemas.unit_view(report, request.after, request.limit)

    @query(schemas.ExportLearningRecords)
    def export_learning_records(self, request: Any, session: Session) -> dict[str, Any]:
        """CSV for the national personnel system, and what it would refuse. Raises NotFound."""
        export = personnel_exporting.export_learning_records(session, request.year, request.unit_id)
        return schemas.export_view(export)

    @command(schemas.SaveHoursTarget)
    def save_hours_target(self, request: Any, session: Session) -> dict[str, Any]:
        """From a day on, so many hours a year for an employment. Raises ValidationError."""
        now = self.clock.now()
        target = HoursTarget(
            employment=request.employment,
            from_day=request.from_day or self.calendar.day_of(now),
            hours=request.hours,
            kind=request.kind,
            refuses=request.refuses,
        )
        only_a_cap_refuses(target)
        HoursTargets(session).decide(target, request.decided_by, now)
        return schemas.target_view(target)

    @query(schemas.ListHoursTargets)
    def list_hours_targets(self, request: Any, session: Session) -> dict[str, Any]:
        """The built-in targets, and what the office decided instead; all of them at once."""
        targets = (*BUILT_IN_TARGETS, *HoursTargets(session).decided())
        return {"items": [schemas.target_view(one) for one in targets], "next": None}

    @command(schemas.RecordExternalLearning)
    def record_external_learning(self, request: Any, session: Session) -> dict[str, Any]:
        """Hand in what was learned elsewhere. Raises NotFound, ValidationError, Conflict."""
        recorded = learning_elsewhere.record(session, dict(vars(request)), self.clock.now())
        return schemas.learning_view(recorded)

    @command(schemas.DecideExternalLearning)
    def decide_external_learning(self, request: Any, session: Session) -> dict[str, Any]:
        """An officer confirms or rejects. Raises NotFound, Forbidden, ValidationError, Conflict."""
        decided = learning_elsewhere.decide(
            session,
            request.learning_id,
            confirmed=request.decision == "confirm",
            by=request.decided_by,
            reason=request.reason,
            now=self.clock.now(),
        )
        return schemas.learning_view(decided)

    @command(schemas.ReverseExternalLearning)
    def reverse_external_learning(self, request: Any, session: Session) -> dict[str, Any]:
        """Take back a confirmation. Raises NotFound, Forbidden, Conflict."""
        undone = learning_elsewhere.take_back(
            session,
            request.learning_id,
            by=request.reversed_by,
            reason=request.reason,
            now=self.clock.now(),
        )
        return schemas.learning_view(undone)

    @query(schemas.ListExternalLearning)
    def list_external_learning(self, request: Any, session: Session) -> dict[str, Any]:
        """What was handed in, of one employee or with one status."""
        limit = request.limit
        request.limit += 1
        found = ExternalLearnings(session).page(request)
        return page([schemas.learning_view(one) for one in found], limit, "learning_id")

    @every(seconds=60)
    def tell_short_hours(self) -> None:
        """Late in the year, tell those whose hours are short; see `noticing_hours.py`."""
        more = True
        while more:
            with self.database.transaction() as session:
                more = noticing_hours.tell_short(session, self.clock.now(), _AT_ONCE)

    @every(seconds=10)
    def look_at_short_hours_again(self) -> None:
        """Say of whom hours are not short any more; of some people at a time."""
        with self.database.transaction() as session:
            noticing_hours.look_again(session, self.clock.now(), _AT_ONCE)
