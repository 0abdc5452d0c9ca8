"""What is asked follows people: to a new supervisor, and not to somebody who has left."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import Evaluation, Outcome, cancel, reassign
from services.evaluation.storage.answers import Answers
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.roster import Roster
from services.evaluation.storage.schedules import schedules_of
from shared.events.enrolment import TrainingCompleted
from shared.events.hr import EmployeeChanged

LEARNER_LEFT = "the learner has left the service"
SUPERVISOR_LEFT = "the supervisor has left the service, and nobody follows"


def people_of(session: Session, events: Sequence[EmployeeChanged]) -> None:
    """Preload: what is known of the people that a batch of events is about."""
    Roster(session).load(event.employee_id for event in events)


def schedules_and_people_of(session: Session, events: Sequence[TrainingCompleted]) -> None:
    """Preload: the schedules of a batch of completions, and what HR said last of their people."""
    schedules_of(session, events)
    people = {one.employee_id for one in events} | {one.supervisor_id for one in events}
    Roster(session).load_newest(one for one in people if one is not None)


class Transfers:
    """What was not answered yet, after something else has become known of somebody."""

    def __init__(self, session: Session, at: datetime):
        self._roster = Roster(session)
        self._evaluations = Evaluations(session)
        self._answers = Answers(session)
        self._at = at

    def follow(self, employee_id: str) -> None:
        """Ask the supervisor whom the learner has now; skip whoever has left."""
        if self._roster.has_left([employee_id]):
            self._skip(self._evaluations.lock_pending_of_learner(employee_id))
            self._hand_over(self._evaluations.lock_pending_of_leader(employee_id))
        else:
            about = self._evaluations.lock_pending_of_learner(employee_id)
            self._hand_over(one for one in about if one.respondent_id != employee_id)

    def catch_up(self, completed: TrainingCompleted) -> None:
        """A completion that comes late, or was recorded late, knows old supervisors and leavers."""
        recorded_at, learner = completed.occurred_at, completed.employee_id
        if self._roster.knows_better(learner, completed.supervisor_id, recorded_at):
            self.follow(learner)

    def follow_head(self, former_id: str) -> None:
        """Ask the new head of a unit where the former one was asked for being its head."""
        self._hand_over(self._evaluations.lock_pending_of_leader(former_id))

    def _skip(self, asked: Iterable[Evaluation]) -> None:
        for one in asked:
            self._record(one, cancel(one, self._at, LEARNER_LEFT))

    def _hand_over(self, asked: Iterable[Evaluation]) -> None:
        for one in asked:
            leader = self._roster.leader_of(one.employee_id)
            if leader is not None:
                self._record(one, reassign(one, leader, self._at))
            elif self._roster.has_left([str(one.respondent_id)]):
                self._record(one, cancel(one, self._at, SUPERVISOR_LEFT))

    def _record(self, before: Evaluation, outcome: Outcome) -> None:
        after, events = outcome
        if after != before:
            self._answers.drop_drafts([after.evaluation_id])
            self._evaluations.record(after, events)
