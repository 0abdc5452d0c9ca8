"""What participants say, some time after, about using what they learned."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import Status
from services.evaluation.domain.policy import BEHAVIOUR
from services.evaluation.storage.instruments import Instruments
from services.evaluation.storage.tables import (
    AnswersRow,
    EmployeeRow,
    EvaluationRow,
    ScheduleRow,
    UnitRow,
)

QUESTION = "applied"
"""The question that is counted, in whichever questionnaire it is asked on a scale."""

OFTEN = 0.75
"""How far up the scale an answer means that it is used: 4 of 1 to 5."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """Whether somebody uses it. Position and kind of unit are those of today."""

    applied: bool
    offering_id: str | None
    position: str | None
    unit_kind: str | None


def uses_of(session: Session, programme_id: str, now: datetime) -> list[Use]:
    """What participants of a programme answered, of forms whose windows have closed."""
    rows = session.execute(
        select(
            AnswersRow.instrument_id,
            AnswersRow.instrument_version,
            AnswersRow.answers,
            ScheduleRow.offering_id,
            EmployeeRow.position,
            UnitRow.kind,
        )
        .join(EvaluationRow, EvaluationRow.evaluation_id == AnswersRow.evaluation_id)
        .join(ScheduleRow, ScheduleRow.enrolment_id == EvaluationRow.enrolment_id)
        .join(EmployeeRow, EmployeeRow.employee_id == ScheduleRow.employee_id, isouter=True)
        .join(UnitRow, UnitRow.unit_id == EmployeeRow.unit_id, isouter=True)
        .where(
            ScheduleRow.programme_id == programme_id,
            EvaluationRow.level == BEHAVIOUR,
            EvaluationRow.respondent_id == ScheduleRow.employee_id,
            EvaluationRow.status == Status.SUBMITTED,
            EvaluationRow.closes_at <= now,
        )
    )
    scales = _Scales(session)
    return [
        Use(
            applied=answers[QUESTION] >= often, offering_id=offering, position=where, unit_kind=kind
        )
        for name, version, answers, offering, where, kind in rows
        if QUESTION in answers and (often := scales.often(name, version)) is not None
    ]


class _Scales:
    """From which answer on somebody uses it, by questionnaire."""

    def __init__(self, session: Session):
        self._instruments = Instruments(session)
        self._known: dict[tuple[str, int | None], float | None] = {}

    def often(self, name: str, version: int | None) -> float | None:
        """None: it is not asked on a scale."""
        if (name, version) not in self._known:
            questions = self._instruments.get(name, version).questions
            bounds = [one.bounds for one in questions if (one.key, one.kind) == (QUESTION, "scale")]
            low, high = bounds[0] if bounds else (None, None)
            known = low is not None and high is not None
            self._known[name, version] = low + OFTEN * (high - low) if known else None  # type: ignore[operator]
        return self._known[name, version]
