"""Use cases of what was learned elsewhere: handed in, confirmed or rejected, taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain import external_learning as rules
from services.enrolment.domain.external_learning import ExternalLearning
from services.enrolment.storage.external_learning import ExternalLearnings
from services.enrolment.storage.hours import HoursLedger
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from shared.ids import new_id


def record(session: Session, facts: dict[str, Any], now: datetime) -> ExternalLearning:
    """Hand in something with its evidence. Raises NotFound, ValidationError, Conflict.

    facts   of an ExternalLearning; recorded_by None: the learner
    """
    Roster(session).get(facts["employee_id"])
    recorded_by = facts.pop("recorded_by") or facts["employee_id"]
    learned = ExternalLearning(
        learning_id=new_id(), **facts, recorded_by=recorded_by, recorded_at=now
    )
    rules.its_days_make_sense(learned, calendar_of(session).day_of(now))
    learnings = ExternalLearnings(session)
    rules.is_recorded_once(learned, learnings.same_as(learned))
    learnings.save(learned)
    return learned


def decide(
    session: Session,
    learning_id: str,
    *,
    confirmed: bool,
    by: str,
    reason: str | None,
    now: datetime,
) -> ExternalLearning:
    """An officer confirms, and the hours count; or rejects.

    Raises NotFound, Forbidden, Conflict, ValidationError.
    """
    learned = _for_an_officer(session, learning_id, by)
    if not confirmed:
        rejected = rules.reject(learned, by=by, reason=reason, at=now)
        ExternalLearnings(session).save(rejected)
        return rejected
    counted = rules.confirm(learned, by=by, at=now)
    ExternalLearnings(session).save(counted)
    HoursLedger(session).credit_external(counted, now)
    return counted


def take_back(
    session: Session, learning_id: str, *, by: str, reason: str, now: datetime
) -> ExternalLearning:
    """Undo a confirmation by a counter-entry. Raises NotFound, Forbidden, Conflict."""
    learned = _for_an_officer(session, learning_id, by)
    undone = rules.take_back(learned, by=by, reason=reason, at=now)
    ExternalLearnings(session).save(undone)
    HoursLedger(session).reverse_external(undone, now)
    return undone


def _for_an_officer(session: Session, learning_id: str, by: str) -> ExternalLearning:
    learned = ExternalLearnings(session).lock(learning_id)
    rules.only_another_officer_decides(learned, Roster(session).find([by]).get(by))
    return learned
