"""Scores of the same people before and after, of tests whose windows have closed."""

from collections import Counter
from collections.abc import Hashable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.evaluation.domain.policy import LEARNING
from services.evaluation.domain.telling import Group
from services.evaluation.storage.grouping import counted, of_group, with_places
from services.evaluation.storage.tables import AnswersRow, EvaluationRow, ScheduleRow

_BEFORE, _AFTER = aliased(EvaluationRow), aliased(EvaluationRow)
_FIRST, _SECOND = aliased(AnswersRow), aliased(AnswersRow)


def people_with_both_tests(session: Session, group: Group, now: datetime) -> Counter[Hashable]:
    """How many there are in each group of the same sort."""
    return counted(session, _pairs(group.programme_id, now), group)


def pairs_of(session: Session, group: Group, now: datetime) -> dict[str, tuple[float, float]]:
    """(before, after) in points from 0 to 100, by enrolment."""
    found = session.execute(of_group(_pairs(group.programme_id, now), group))
    return {enrolment: (float(one), float(other)) for enrolment, one, other in found}


def _pairs(programme_id: str, now: datetime) -> Any:
    found = (
        select(ScheduleRow.enrolment_id, _FIRST.score, _SECOND.score)
        .select_from(ScheduleRow)
        .join(_BEFORE, _BEFORE.enrolment_id == ScheduleRow.enrolment_id)
        .join(_AFTER, _AFTER.enrolment_id == ScheduleRow.enrolment_id)
        .join(_FIRST, _FIRST.evaluation_id == _BEFORE.evaluation_id)
        .join(_SECOND, _SECOND.evaluation_id == _AFTER.evaluation_id)
        .where(
            ScheduleRow.programme_id == programme_id,
            ScheduleRow.cancelled_at.is_(None),
            _BEFORE.is_pretest.is_(True),
            _AFTER.is_pretest.is_not(True),
            _FIRST.score.is_not(None),
            _SECOND.score.is_not(None),
        )
    )
    for test in (_BEFORE, _AFTER):
        found = found.where(
            test.level == LEARNING,
            test.respondent_id == ScheduleRow.employee_id,
            test.closes_at <= now,
        )
    return with_places(found)
