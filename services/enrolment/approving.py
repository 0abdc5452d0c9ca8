"""Who decides on a request today: supervisor, delegate, next one up; and what if nobody does."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import approval
from services.enrolment.domain.approval import Candidate, Patience
from services.enrolment.domain.enrolment import Enrolment, Outcome, Status, expire
from services.enrolment.domain.people import Employee
from services.enrolment.storage.absences import Absence, Absences
from services.enrolment.storage.delegations import Delegations
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import RuleNumbers, calendar_of

_LONGEST_CHAIN = 10


class Approvers:
    """Who decides for whom, today."""

    def __init__(self, session: Session, at: datetime):
        self._session = session
        self._roster = Roster(session)
        self._day = calendar_of(session).day_of(at)

    def first_for(self, learner: Employee) -> str | None:
        """Who is asked first; None: any training officer."""
        return approval.approver_among(self._chain(learner))

    def next_up(self, approver_id: str | None, learner: Employee) -> str | None:
        """Who is asked when somebody does not answer; None: any training officer."""
        chain = self._chain(learner)
        return approval.approver_among(approval.those_above(chain, approver_id))

    def allowed(self, asked: Enrolment, learner: Employee) -> set[str]:
        """The approver, the supervisor, their delegates today and the next one up."""
        chain = self._chain(learner)
        above = approval.those_above(chain, asked.approver_id)
        names = {one.employee_id for one in (*chain[:1], *above[:1])}
        if asked.approver_id:
            names.add(asked.approver_id)
        delegates = Delegations(self._session).in_force(names, self._day)
        return names | {one for many in delegates.values() for one in many}

    def _chain(self, learner: Employee) -> list[Candidate]:
        """Whoever stands above the learner, from the nearest on."""
        above: list[str] = []
        person: Employee | None = learner
        while person is not None and len(above) < _LONGEST_CHAIN:
            supervisor = self._roster.hierarchy_of([person]).supervisor_of(person)
            if supervisor is None or supervisor in above:
                break
            above.append(supervisor)
            person = self._roster.find([supervisor]).get(supervisor)
        return self._described([one for one in above if one != learner.employee_id], learner)

    def _described(self, above: Sequence[str], learner: Employee) -> list[Candidate]:
        delegates = Delegations(self._session).in_force(above, self._day)
        serving = self._serving(one for many in delegates.values() for one in many)
        away = {one.employee_id for one in self._absences(above)}
        return [
            Candidate(
                employee_id=one,
                delegates=tuple(
                    each
                    for each in delegates.get(one, ())
                    if each in serving and each != learner.employee_id
                ),
                away=one in away,
            )
            for one in above
        ]

    def _serving(self, employee_ids: Iterable[str]) -> set[str]:
        found = self._roster.find(employee_ids)
        return {one.employee_id for one in found.values() if one.active}

    def _absences(self, employee_ids: Sequence[str]) -> list[Absence]:
        return Absences(self._session).between(employee_ids, self._day, self._day)


def patience_of(session: Session, at: datetime) -> Patience:
    """How long requests wait, as the rules stand today."""
    numbers = RuleNumbers(session)
    return Patience(
        escalate_after=numbers.in_force("escalate_after_working_days", at),
        expire_after=numbers.in_force("expire_after_working_days", at),
    )


def resolve_approvers_again(session: Session, employee_ids: Sequence[str], at: datetime) -> None:
    """Put open requests to whoever decides now, because HR changed one of these people.

    employee_ids   learners who moved, or deciders who moved or left
    """
    enrolments, approvers = Enrolments(session), Approvers(session, at)
    asked = enrolments.open_requests(employee_ids)
    learners = Roster(session).find(one.employee_id for one in asked)
    patience = patience_of(session, at)
    for one in asked:
        learner = learners.get(one.employee_id)
        if learner is None:
            continue
        now_asked = approvers.first_for(learner)
        if one.escalated_at:
            now_asked = approvers.next_up(now_asked, learner)
        if now_asked != one.approver_id:
            outcome = approval.ask_another(one, now_asked, calendar_of(session), patience, at)
            enrolments.save(*outcome)


def advance_due(session: Session, limit: int, at: datetime) -> int:
    """Escalate requests, and let them and places in the queue expire; returns how many."""
    enrolments = Enrolments(session)
    due = enrolments.claim_due(at, limit)
    learners = Roster(session).find(one.employee_id for one in due)
    for one in due:
        enrolments.save(*_next_step(session, one, learners.get(one.employee_id), at))
    return len(due)


def _next_step(session: Session, one: Enrolment, learner: Employee | None, at: datetime) -> Outcome:
    if one.status is Status.WAITLISTED:
        return expire(one, reason="no seat became free in time", at=at)
    approvers, calendar = Approvers(session, at), calendar_of(session)
    above = approvers.next_up(one.approver_id, learner) if learner else None
    return approval.grow_impatient(one, above, calendar, patience_of(session, at), at)
