"""Scores of the same people before and after, of tests whose windows have closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.evaluation.domain.policy import LEARNING
from services.evaluation.storage.tables import (
    AnswersRow,
    EmployeeRow,
    EvaluationRow,
    ScheduleRow,
    UnitRow,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Points from 0 to 100. Position and kind of unit are those of today."""

    before: float
    after: float
    offering_id: str | None
    position: str | None
    unit_kind: str | None


def pairs_of(session: Session, programme_id: str, now: datetime) -> list[Pair]:
    """Of everybody with both tests, in no order that tells anything."""
    before, after = aliased(EvaluationRow), aliased(EvaluationRow)
    first, second = aliased(AnswersRow), aliased(AnswersRow)
    found = (
        select(
            first.score,
            second.score,
            ScheduleRow.offering_id,
            EmployeeRow.position,
            UnitRow.kind,
        )
        .select_from(ScheduleRow)
        .join(before, before.enrolment_id == ScheduleRow.enrolment_id)
        .join(after, after.enrolment_id == ScheduleRow.enrolment_id)
        .join(first, first.evaluation_id == before.evaluation_id)
        .join(second, second.evaluation_id == after.evaluation_id)
        .join(EmployeeRow, EmployeeRow.employee_id == ScheduleRow.employee_id, isouter=True)
        .join(UnitRow, UnitRow.unit_id == EmployeeRow.unit_id, isouter=True)
        .where(
            ScheduleRow.programme_id == programme_id,
            ScheduleRow.cancelled_at.is_(None),
            before.is_pretest.is_(True),
            after.is_pretest.is_not(True),
        )
    )
    for test in (before, after):
        found = found.where(
            test.level == LEARNING,
            test.respondent_id == ScheduleRow.employee_id,
            test.closes_at <= now,
        )
    pairs = [
        Pair(before=one, after=other, offering_id=offering, position=position, unit_kind=kind)
        for one, other, offering, position, kind in session.execute(found)
        if one is not None and other is not None
    ]
    return sorted(pairs, key=lambda pair: (pair.before, pair.after))
