"""Calls that look back: reports, evidence for colleagues; and the quarterly review."""

from typing import Any

from services.evaluation.gathering_evidence import about_people, about_service, group_of
from services.evaluation.measuring_learning import Learners
from services.evaluation.reporting import Occasion, report
from services.evaluation.reviewing import begin_quarter, review_next
from services.evaluation.schemas import reports as schemas
from services.evaluation.storage import ways
from shared.errors import NotFound
from shared.service import Service, every, procedure
from shared.working_calendar import WorkingCalendar


class ReportCalls(Service):
    """Calls that look back: reports, evidence for colleagues; and the quarterly review."""

    calendar: WorkingCalendar

    @procedure(schemas.GetReport)
    def get_report(self, request: Any) -> dict[str, Any]:
        """Enrolled, completed, four levels, effect; response rates; by unit and by year.

        Raises NotFound.
        """
        return report(self.database, request.programme_id, self._asked())

    @procedure(schemas.GetEvidence)
    def get_evidence(self, request: Any) -> dict[str, Any]:
        """What colleagues like this one learned and use, and what changed; how sure each is.

        Raises NotFound (employee, programme).
        """
        asked = self._asked()
        with self.database.reading() as session:
            group = group_of(session, request.programme_id, request.employee_id)
            changed = about_service(session, request.programme_id)
            title = ways.title_of(session, request.programme_id)
        if group is None:
            raise NotFound("employee", request.employee_id)
        if title is None:
            raise NotFound("programme with offerings or completions", request.programme_id)
        learners = Learners(self.database, request.programme_id, now=asked.now, day=asked.day)
        return {
            "programme_id": request.programme_id,
            "employee_id": request.employee_id,
            "position": group.position,
            "unit_kind": group.unit_kind,
            "items": [*about_people(learners, group), *changed],
        }

    @every(seconds=3600)
    def review_programmes(self) -> None:
        """Look back at the quarter that has ended, each programme by itself, once."""
        asked = self._asked()
        with self.database.transaction() as session:
            begin_quarter(session, asked)
        while review_next(self.database, asked):
            pass

    def _asked(self) -> Occasion:
        return Occasion(now=self.clock.now(), zone=self.calendar.zone)
