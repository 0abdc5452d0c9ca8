"""Scores of the same people before and after, of tests whose windows have closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.evaluation.domain.policy import LEARNING
from services.evaluation.storage.tables import (
    AnswersRow,
    EmployeeRow,
    EvaluationRow,
    LearningRow,
    ScheduleRow,
    UnitRow,
)
from shared.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Group:
    """Whose tests. offering_id, position, unit_kind: None: any."""

    programme_id: str
    offering_id: str | None = None
    position: str | None = None
    unit_kind: str | None = None

    @property
    def is_a_part(self) -> bool:
        """Whether the programme has others besides."""
        return (self.offering_id, self.position, self.unit_kind) != (None, None, None)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was found of n people; shown until enough others have come."""

    n: int
    found: dict[str, Any]


class TestScores:
    """Pairs of scores, and what was found of them last."""

    __test__ = False  # not a test of pytest's, whatever its name begins with

    def __init__(self, session: Session):
        self._session = session

    def pairs(self, group: Group, now: datetime) -> list[tuple[float, float]]:
        """(before, after) in points from 0 to 100, in no order that tells anything."""
        before, after = aliased(EvaluationRow), aliased(EvaluationRow)
        first, second = aliased(AnswersRow), aliased(AnswersRow)
        found = (
            select(first.score, second.score)
            .select_from(ScheduleRow)
            .join(before, before.enrolment_id == ScheduleRow.enrolment_id)
            .join(after, after.enrolment_id == ScheduleRow.enrolment_id)
            .join(first, first.evaluation_id == before.evaluation_id)
            .join(second, second.evaluation_id == after.evaluation_id)
            .where(
                ScheduleRow.programme_id == group.programme_id,
                ScheduleRow.cancelled_at.is_(None),
                *(
                    one
                    for test in (before, after)
                    for one in (
                        test.level == LEARNING,
                        test.respondent_id == ScheduleRow.employee_id,
                        test.closes_at <= now,
                    )
                ),
                before.is_pretest.is_(True),
                after.is_pretest.is_not(True),
                first.score.is_not(None),
                second.score.is_not(None),
            )
        )
        rows = self._session.execute(_within(found, group))
        return sorted((float(one), float(other)) for one, other in rows)

    def kept(self, group: Group) -> Kept | None:
        """What was found last of a group."""
        row = self._session.scalar(
            select(LearningRow)
            .filter_by(**vars(group))
            .order_by(LearningRow.found_at.desc(), LearningRow.learning_id.desc())
            .limit(1)
        )
        return Kept(n=row.n, found=row.found) if row else None

    def keep(self, group: Group, kept: Kept, at: datetime) -> None:
        """Until enough others have come."""
        self._session.add(
            LearningRow(
                learning_id=new_id(), **vars(group), n=kept.n, found=kept.found, found_at=at
            )
        )


def _within(found: Any, group: Group) -> Any:
    """Position and kind of unit as they are today."""
    if group.offering_id is not None:
        found = found.where(ScheduleRow.offering_id == group.offering_id)
    if group.position is not None or group.unit_kind is not None:
        found = found.join(EmployeeRow, EmployeeRow.employee_id == ScheduleRow.employee_id)
    if group.position is not None:
        found = found.where(EmployeeRow.position == group.position)
    if group.unit_kind is not None:
        found = found.join(UnitRow, UnitRow.unit_id == EmployeeRow.unit_id)
        found = found.where(UnitRow.kind == group.unit_kind)
    return found
