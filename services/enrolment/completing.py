"""Use cases at the end of an offering: completions, and what undoes them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.certifying import revoke_of_reversed
from services.enrolment.domain import completion
from services.enrolment.domain.completion import NotCompletedReason, Place, Result
from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee, Hierarchy
from services.enrolment.storage.attendance import AttendanceSheets
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.certificates import Certificates
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.hours import HoursLedger
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.studies import Studies
from shared.errors import Conflict

_WITH_A_SEAT = (Status.ENROLLED, Status.NOT_COMPLETED)


def complete_offering(
    session: Session,
    offering_id: str,
    completed_at: datetime,
    results: Sequence[Result],
    *,
    now: datetime,
) -> dict[str, int]:
    """Record how a class did; all of it or nothing. Who did not complete may be corrected.

    Raises NotFound, ValidationError (completed_at), Conflict (not over yet, not enrolled).
    """
    offering = Offerings(session).lock(offering_id)
    completion.offering_is_over(offering, completed_at, now, calendar_of(session).zone)
    enrolled = _enrolled(session, offering_id, [result.employee_id for result in results])
    learners = Roster(session).find(enrolled)
    sheet = AttendanceSheets(session).of_offering(offering_id)
    recording = _Recording(session, offering, completed_at, now, learners)
    completed = 0
    for result in results:
        enrolment = enrolled[result.employee_id]
        attendance = sheet.of(enrolment.enrolment_id, offering.meetings)
        reason = completion.why_not_completed(offering.programme, result, attendance)
        if reason is None:
            recording.complete(enrolment, result)
            completed += 1
        else:
            recording.fail(enrolment, result, reason)
    Budgets(session).spend_all([one.enrolment_id for one in enrolled.values()], now)
    return {"completed": completed, "not_completed": len(results) - completed}


def reverse_completion(
    session: Session, enrolment_id: str, reason: str, now: datetime
) -> Enrolment:
    """Undo a completion: certificate revoked, hours countered. Raises NotFound, Conflict."""
    enrolments = Enrolments(session)
    Offerings(session).lock(enrolments.get(enrolment_id).offering_id)
    completed = enrolments.lock(enrolment_id)
    reversed_, event = completion.reverse(completed, reason=reason, now=now)
    revoke_of_reversed(session, enrolment_id, reason, now)
    HoursLedger(session).reverse(completed, now)
    enrolments.save(reversed_, [event])
    return reversed_


class _Recording:
    """One call of complete_offering: what all its results have in common."""

    def __init__(
        self,
        session: Session,
        offering: Offering,
        completed_at: datetime,
        now: datetime,
        learners: dict[str, Employee],
    ):
        self._session = session
        self._offering = offering
        self._completed_at = completed_at
        self._now = now
        self._learners = learners
        self._certificates = Certificates(session)
        self._certificates.expect(learners, offering.programme.programme_id)
        self._hierarchy: Hierarchy = Roster(session).hierarchy_of(learners.values())

    def complete(self, enrolment: Enrolment, result: Result) -> None:
        learner, programme = self._learners[result.employee_id], self._offering.programme
        certificate = self._certificates.issue(
            enrolment, learner, programme, self._completed_at, self._now
        )
        completed, event = completion.complete(
            enrolment,
            self._offering,
            Place(learner.unit_id, self._hierarchy.supervisor_of(learner)),
            certificate,
            score=result.score,
            completed_at=self._completed_at,
            now=self._now,
        )
        HoursLedger(self._session).credit(completed, programme, certificate, self._now)
        Enrolments(self._session).save(completed, [event])

    def fail(self, enrolment: Enrolment, result: Result, reason: NotCompletedReason) -> None:
        completion.a_correction_changes_something(enrolment, reason, result.score)
        failed, event = completion.fail(enrolment, reason=reason, score=result.score, now=self._now)
        Enrolments(self._session).save(failed, [event])


def _enrolled(
    session: Session, offering_id: str, employee_ids: Sequence[str]
) -> dict[str, Enrolment]:
    """The enrolments of these employees. Raises Conflict naming whoever has no seat."""
    standing = Enrolments(session).taking_part(offering_id, employee_ids)
    completion.are_not_completed_already(standing.values())
    enrolled = {key: one for key, one in standing.items() if one.status in _WITH_A_SEAT}
    corrected = [one for one in enrolled.values() if one.status is Status.NOT_COMPLETED]
    if corrected:
        ended = Studies(session).ended_of([one.enrolment_id for one in corrected])
        completion.no_study_was_ended(ended)
    if missing := [one for one in employee_ids if one not in enrolled]:
        raise Conflict(f"not enrolled in this offering: {', '.join(missing)}; nothing was changed")
    return enrolled
