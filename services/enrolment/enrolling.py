"""Use cases on the way to a seat: load, ask the domain, store. One transaction each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.approving import Approvers, patience_of, resolve_approvers_again
from services.enrolment.clashing import Diaries, is_free_for
from services.enrolment.domain import approval, enrolment, exemption
from services.enrolment.domain.enrolment import Enrolment
from services.enrolment.domain.offering import is_not_cancelled
from services.enrolment.domain.people import Employee
from services.enrolment.learned_before import prerequisites_are_met
from services.enrolment.leaving import withdraw_from_what_has_not_begun
from services.enrolment.seating import Door
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offered_tests import OfferedTests
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from shared.errors import Conflict, Refusal
from shared.ids import new_id

__all__ = [
    "decide",
    "nominate",
    "request",
    "resolve_approvers_again",
    "withdraw_from_what_has_not_begun",
]


def request(
    session: Session, offering_id: str, employee_id: str, requested_by: str, at: datetime
) -> Enrolment:
    """Ask for a seat. Raises NotFound, Conflict."""
    offering = Offerings(session).lock(offering_id)
    is_not_cancelled(offering)
    learner = Roster(session).get(employee_id)
    enrolments = Enrolments(session)
    known = enrolments.taking_part(offering_id, [employee_id])
    enrolment.takes_no_part_yet(known.get(employee_id))
    prerequisites_are_met(session, offering, employee_id)
    Diaries(session, offering, at).check_with_dates(employee_id)
    approver_id = Approvers(session, at).first_for(learner)
    requested, events = enrolment.request(
        new_id(), offering, learner, approver_id=approver_id, requested_by=requested_by, at=at
    )
    requested = approval.ask(requested, calendar_of(session), patience_of(session, at), at)
    enrolments.add(requested, events)
    return requested


def decide(
    session: Session,
    enrolment_id: str,
    *,
    approved: bool,
    by: str,
    reason: str | None,
    override_reason: str | None,
    at: datetime,
) -> tuple[Enrolment, list[str]]:
    """Approve or reject a request; with warnings. Raises NotFound, Forbidden, Conflict."""
    enrolments = Enrolments(session)
    asked = enrolments.get(enrolment_id)
    people = Roster(session).find([asked.employee_id, by])
    learner, decider = people[asked.employee_id], people.get(by)
    _check_decider(session, asked, learner, decider, at)  # before anybody has to wait for us
    if approved:
        is_free_for(session, asked.employee_id, asked.offering_id, at)
    door = Door(session, Offerings(session).lock(asked.offering_id), at)
    before, asked = asked, enrolments.lock(enrolment_id)
    if asked.approver_id != before.approver_id:
        _check_decider(session, asked, learner, decider, at)
    if not approved:
        rejected, told = enrolment.reject(asked, by=by, reason=reason, at=at)
        enrolments.save(rejected, told)
        return rejected, []
    if override_reason is not None:
        approval.only_an_officer_overrides(decider)
    granted, told = enrolment.approve(asked, by=by, at=at, override_reason=override_reason)
    door.expect([learner])
    admitted, more = door.admit(granted)
    enrolments.save(admitted, told + more)
    return admitted, door.warnings.get(admitted.employee_id, [])


def _check_decider(
    session: Session, asked: Enrolment, learner: Employee, decider: Employee | None, at: datetime
) -> None:
    chosen = decider is not None and not decider.is_officer
    allowed = Approvers(session, at).allowed(asked, learner) if chosen else set[str]()
    approval.may_decide(asked, decider, allowed)


def nominate(
    session: Session,
    offering_id: str,
    employee_ids: Sequence[str],
    by: str,
    at: datetime,
    override_reason: str | None = None,
) -> list[dict[str, Any]]:
    """Enrol a class, request and approval in one; a refusal leaves the others standing.

    Raises NotFound for the offering, Forbidden where no officer overrides.
    """
    door = Door(session, Offerings(session).lock(offering_id), at)
    people = Roster(session).find([*employee_ids, by])
    if override_reason is not None:
        approval.only_an_officer_overrides(people.get(by))
    standing = Enrolments(session).taking_part(offering_id, employee_ids)
    learners = {one: people[one] for one in employee_ids if one in people}
    door.expect(learner for learner in learners.values() if learner.employee_id not in standing)
    nominating = _Nominating(session, door, by, override_reason, at)
    nominating.exempt = OfferedTests(session).exempt(door.offering.programme.programme_id, learners)
    nominating.diaries.look(learners)
    answers = []
    for employee_id in dict.fromkeys(employee_ids):
        try:
            known = standing.get(employee_id) or nominating.enrol(learners.get(employee_id))
            answers.append(_standing(known, door.warnings.get(employee_id, [])))
        except Refusal as refusal:
            answers.append(_refused(employee_id, str(refusal)))
    return answers


class _Nominating:
    """One call of nominate: what all its learners have in common."""

    exempt: set[str]

    def __init__(
        self, session: Session, door: Door, by: str, override_reason: str | None, at: datetime
    ):
        self._session = session
        self._door = door
        self._by = by
        self._override_reason = override_reason
        self._at = at
        self.diaries = Diaries(session, door.offering, at)

    def enrol(self, learner: Employee | None) -> Enrolment:
        """Seat one learner, or put them in the queue. Raises Conflict."""
        if learner is None:
            raise Conflict("there is no such employee")
        offering, by, at = self._door.offering, self._by, self._at
        employee_id = learner.employee_id
        exemption.is_not_exempt(employee_id, offering.programme, employee_id in self.exempt)
        prerequisites_are_met(self._session, offering, employee_id)
        self.diaries.check_with_dates(employee_id)
        asked, _ = enrolment.request(
            new_id(), offering, learner, approver_id=by, requested_by=by, at=at
        )
        granted, told = enrolment.approve(
            asked, by=by, at=at, override_reason=self._override_reason
        )
        admitted, more = self._door.admit(granted)
        Enrolments(self._session).add(admitted, told + more)
        return admitted


def _standing(one: Enrolment, warnings: list[str]) -> dict[str, Any]:
    answer = {
        "employee_id": one.employee_id,
        "enrolment_id": one.enrolment_id,
        "status": str(one.status),
    }
    return answer | {"warnings": warnings} if warnings else answer


def _refused(employee_id: str, reason: str) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "enrolment_id": None,
        "status": "refused",
        "reason": reason,
    }
