"""What the evaluation service can do: its calls, what it listens to, its timers."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation import schemas
from services.evaluation.domain import evaluation, instrument, policy
from services.evaluation.domain.schedule import schedule
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.instruments import Instruments
from services.evaluation.storage.policies import Policies
from services.evaluation.storage.roster import Roster
from services.evaluation.storage.schedules import Schedules, schedules_of
from shared.events.enrolment import TrainingCompleted, TrainingCompletionReversed
from shared.events.hr import EmployeeChanged
from shared.ids import new_id
from shared.service import OfficeCalendar, Service, command, every, query, subscribe
from shared.working_calendar import WorkingCalendar

_DUE_AT_ONCE = 500


class EvaluationService(Service):
    """Asks at the right time whether a training was liked, learned, used and of use."""

    name = "evaluation"
    calendar: WorkingCalendar = OfficeCalendar()

    @subscribe(TrainingCompleted, latest_wins=True, preload=schedules_of)
    def schedule_evaluations(self, completed: TrainingCompleted, session: Session) -> None:
        """Ask now for the reaction and the test, later for behaviour and results."""
        schedules = Schedules(session)
        if schedules.is_standing(completed.enrolment_id):
            return
        chosen = Policies(session).most_specific_for(completed)
        evaluations, scheduled = schedule(
            completed, chosen, self.calendar, now=self.clock.now(), new_id=new_id
        )
        Evaluations(session).add(evaluations)
        schedules.begin(completed, chosen.policy_id, scheduled)

    @subscribe(TrainingCompletionReversed, latest_wins=True, preload=schedules_of)
    def cancel_evaluations(self, undone: TrainingCompletionReversed, session: Session) -> None:
        """Ask no longer for what was not answered yet."""
        now = self.clock.now()
        Schedules(session).end(undone.enrolment_id, now)
        evaluations = Evaluations(session)
        for asked in evaluations.lock_of_enrolment(undone.enrolment_id):
            evaluations.record(*evaluation.cancel(asked, now))

    @subscribe(EmployeeChanged)
    def learn_employee(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep what evaluations need to know of an employee."""
        Roster(session).learn_employee(changed, self.clock.now(), self.calendar.zone)

    @every(seconds=60)
    def apply_changes_dated_ahead(self) -> None:
        """Let every change whose day has come take effect, each in a transaction of its own."""
        while self._apply_next():
            pass

    def _apply_next(self) -> bool:
        with self.database.transaction() as session:
            return Roster(session).apply_next_due(self.clock.now(), self.calendar.zone)

    @every(seconds=1)
    def advance_due_evaluations(self) -> None:
        """Open, remind and expire, as long as there is much to do."""
        while self._advance_some() == _DUE_AT_ONCE:
            pass

    def _advance_some(self) -> int:
        now = self.clock.now()
        with self.database.transaction() as session:
            evaluations = Evaluations(session)
            due = evaluations.claim_due(now, _DUE_AT_ONCE)
            for one in due:
                evaluations.record(*evaluation.advance(one, now))
        return len(due)

    @command(schemas.SaveInstrument)
    def save_instrument(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a questionnaire or replace one. Raises NotFound, ValidationError."""
        instruments = Instruments(session)
        if request.instrument_id:
            instruments.get(request.instrument_id)
        saved = schemas.instrument_from(request, request.instrument_id or new_id())
        instrument.check(saved)
        instruments.save(saved, at=self.clock.now())
        return {"instrument_id": saved.instrument_id}

    @command(schemas.SavePolicy)
    def save_policy(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a policy or replace one; it decides about completions from now on.

        Raises NotFound (policy, instrument), ValidationError.
        """
        policies = Policies(session)
        if request.policy_id:
            policies.must_exist(request.policy_id)
        saved = schemas.policy_from(request, request.policy_id or new_id())
        policy.check(saved)
        for item in saved.items:
            if item.instrument_id:
                Instruments(session).get(item.instrument_id)
        policies.save(saved, at=self.clock.now())
        return {"policy_id": saved.policy_id}

    @query(schemas.ListEvaluations)
    def list_evaluations(self, request: Any, session: Session) -> dict[str, Any]:
        """Evaluations by enrolment, respondent and status."""
        found = Evaluations(session).find(
            enrolment_id=request.enrolment_id,
            respondent_id=request.respondent_id,
            status=request.status,
            after=request.after,
            limit=request.limit + 1,
        )
        page = found[: request.limit]
        more = len(found) > len(page)
        return {
            "items": [schemas.evaluation_item(one) for one in page],
            "next": page[-1].evaluation_id if more else None,
        }

    @query(schemas.GetEvaluation)
    def get_evaluation(self, request: Any, session: Session) -> dict[str, Any]:
        """One evaluation with its questions. Raises NotFound."""
        found = Evaluations(session).get(request.evaluation_id)
        asked_with = found.instrument_id and Instruments(session).get(found.instrument_id)
        return schemas.evaluation_view(found, asked_with or None)

    @command(schemas.SubmitEvaluation)
    def submit_evaluation(self, request: Any, session: Session) -> dict[str, Any]:
        """Answer an evaluation, also late.

        Raises NotFound, Forbidden (not the respondent), Conflict (not open yet, answered,
        cancelled), ValidationError (by `answers.KEY`).
        """
        now = self.clock.now()
        evaluations = Evaluations(session)
        submitted, events = evaluation.submit(
            evaluations.lock(request.evaluation_id), by=request.respondent_id, at=now
        )
        asked_with = Instruments(session).get(str(submitted.instrument_id))
        answers = instrument.checked_answers(asked_with, request.answers)
        evaluations.keep_answers(submitted, answers, now)
        evaluations.record(submitted, events)
        return schemas.evaluation_item(submitted)
