"""Calls about effect studies: what is fixed before anybody looks."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain.study_rules import BUILT_IN, StudyRule
from services.evaluation.registering_studies import follow_mapping, register_study
from services.evaluation.schemas import studies as schemas
from services.evaluation.storage.studies import Studies
from services.evaluation.storage.study_metrics import StudyMetric, StudyMetrics, StudyRules
from shared.errors import ValidationError
from shared.ids import new_id
from shared.service import Service, command, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar


class StudyCalls(Service):
    """Calls about effect studies: what is fixed before anybody looks."""

    calendar: WorkingCalendar

    @command(schemas.RegisterStudy)
    def register_study(self, request: Any, session: Session) -> dict[str, Any]:
        """Fix what a study measures, whom it compares and how the units were selected.

        Raises NotFound (offering), Conflict (another primary study), ValidationError.
        """
        request.by_default = False
        study = register_study(session, request, self.clock.now(), self.calendar)
        session.flush()
        return schemas.study_item(Studies(session).get(study.study_id))

    @query(schemas.ListStudies)
    def list_studies(self, request: Any, session: Session) -> dict[str, Any]:
        """Studies by programme and metric."""
        found = Studies(session).find(
            programme_id=request.programme_id,
            metric=request.metric,
            after=request.after,
            limit=request.limit + 1,
        )
        items = [schemas.study_item(one) for one in found]
        return page(items, request.limit, "study_id")

    @command(schemas.SaveStudyMetric)
    def save_study_metric(self, request: Any, session: Session) -> dict[str, Any]:
        """By which metric a programme, or whatever teaches a competency, is to be judged.

        A study is registered for such offerings that have not begun, and for those to come.
        Raises NotFound, ValidationError.
        """
        if (request.programme_id is None) == (request.competency is None):
            reason = {"programme_id": ["give either programme_id or competency"]}
            raise ValidationError("the mapping is not valid", reason)
        metrics = StudyMetrics(session)
        if request.study_metric_id:
            metrics.must_exist(request.study_metric_id)
        given = vars(request) | {
            "study_metric_id": request.study_metric_id or new_id(),
            "primary": bool(request.primary),
            "competency": request.competency and request.competency.strip(),
        }
        mapped = StudyMetric(**given)
        now = self.clock.now()
        metrics.save(mapped, now)
        session.flush()
        follow_mapping(session, mapped, now, self.calendar)
        return schemas.study_metric_view(mapped)

    @query(schemas.ListStudyMetrics)
    def list_study_metrics(self, request: Any, session: Session) -> dict[str, Any]:
        """Which programmes and competencies are judged by which metrics."""
        found = StudyMetrics(session).find(request.after, request.limit + 1)
        items = [schemas.study_metric_view(one) for one in found]
        return page(items, request.limit, "study_metric_id")

    @command(schemas.SaveStudyRule)
    def save_study_rule(self, request: Any, session: Session) -> dict[str, Any]:
        """From a day on, studies are registered with another number."""
        now = self.clock.now()
        from_day = request.from_day or self.calendar.day_of(now)
        rule = StudyRule(name=request.name, from_day=from_day, value=request.value)
        StudyRules(session).decide(rule, request.decided_by, now)
        return schemas.study_rule_view(rule)

    @query(schemas.ListStudyRules)
    def list_study_rules(self, request: Any, session: Session) -> dict[str, Any]:
        """The built-in numbers, and what the office decided instead; all of them at once."""
        decided = StudyRules(session).decided()
        return {
            "items": [schemas.study_rule_view(one) for one in (*BUILT_IN, *decided)],
            "next": None,
        }
