"""What participants say, some time after, about using what they learned."""

from collections import Counter
from collections.abc import Hashable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import Status
from services.evaluation.domain.instrument import Instrument
from services.evaluation.domain.policy import BEHAVIOUR
from services.evaluation.domain.telling import Group
from services.evaluation.storage.grouping import counted, of_group, with_places
from services.evaluation.storage.instruments import Instruments
from services.evaluation.storage.tables import AnswersRow, EvaluationRow, ScheduleRow

QUESTION = "applied"
"""The question that is counted, in whichever questionnaire it is asked on a scale."""

OFTEN = 0.75
"""How far up the scale an answer means that it is used: 4 of 1 to 5."""


def people_who_told(session: Session, group: Group, now: datetime) -> Counter[Hashable]:
    """How many answered, in each group of the same sort."""
    return counted(session, _forms(group.programme_id, now), group)


def uses_of(session: Session, group: Group, now: datetime) -> dict[str, bool]:
    """Whether each uses it, by enrolment, of forms whose windows have closed."""
    instruments, often = Instruments(session), dict[tuple[str, int | None], float | None]()
    forms = session.execute(of_group(_forms(group.programme_id, now), group))
    found = {}
    for enrolment_id, name, version, answers in forms:
        if (name, version) not in often:
            often[name, version] = _often(instruments.get(name, version))
        least = often[name, version]
        if least is not None and QUESTION in answers:
            found[enrolment_id] = answers[QUESTION] >= least
    return found


def _forms(programme_id: str, now: datetime) -> Any:
    answered = AnswersRow
    found = (
        select(
            ScheduleRow.enrolment_id,
            answered.instrument_id,
            answered.instrument_version,
            answered.answers,
        )
        .select_from(answered)
        .join(EvaluationRow, EvaluationRow.evaluation_id == AnswersRow.evaluation_id)
        .join(ScheduleRow, ScheduleRow.enrolment_id == EvaluationRow.enrolment_id)
        .where(
            ScheduleRow.programme_id == programme_id,
            EvaluationRow.level == BEHAVIOUR,
            EvaluationRow.respondent_id == ScheduleRow.employee_id,
            EvaluationRow.status == Status.SUBMITTED,
            EvaluationRow.closes_at <= now,
        )
    )
    return with_places(found)


def _often(instrument: Instrument) -> float | None:
    """From which answer on somebody uses it; None: it is not asked on a scale."""
    for question in instrument.questions:
        low, high = question.bounds
        if (question.key, question.kind) == (QUESTION, "scale") and None not in (low, high):
            return float(low or 0) + OFTEN * (float(high or 0) - float(low or 0))
    return None
