"""Answers whose windows have closed, and the blocks in which they were released."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from services.evaluation.domain.anonymity import Figures
from services.evaluation.domain.evaluation import Status
from services.evaluation.domain.policy import CLOSES_AFTER_DAYS, LEARNING, REACTION
from services.evaluation.storage.instants import aware
from services.evaluation.storage.tables import (
    AnonymousAnswersRow,
    AnswersRow,
    EvaluationRow,
    ResultBlockRow,
    ResultScopeRow,
    ScheduleRow,
)
from shared.database import insert_if_absent

PARTICIPANT, SUPERVISOR, PRETEST = "participant", "supervisor", "pretest"

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Closed:
    """An answer whose window has closed, without what was answered."""

    key: str
    offering_id: str
    closed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Block:
    """Answers that were released together. offering_id: None: of several offerings."""

    offering_id: str | None
    n: int
    figures: list[Figures]


class Results:
    """Of one level and kind of respondent in one programme; locked until the commit."""

    def __init__(self, session: Session, programme_id: str, level: int, respondent: str):
        self._session = session
        self._key = {"programme_id": programme_id, "level": level, "respondent": respondent}
        session.execute(
            insert_if_absent(session, ResultScopeRow.__table__).values({**self._key, "parts": {}})
        )
        self._scope = session.get_one(
            ResultScopeRow, tuple(self._key.values()), with_for_update=True
        )

    def standing(self) -> tuple[set[str], set[str]]:
        """Offerings that are shown by themselves, and those that are shown only together."""
        pooled = {one for one, part in self._scope.parts.items() if part["pooled"]}
        return set(self._scope.parts) - pooled, pooled

    def waiting(self, now: datetime) -> list[Closed]:
        """What has closed and was not released yet."""
        until = {
            one: datetime.fromisoformat(part["until"]) for one, part in self._scope.parts.items()
        }
        closed = self._closed(now)
        return [
            one
            for one in closed
            if one.offering_id not in until or one.closed_at > until[one.offering_id]
        ]

    def answers(self, closed: Iterable[Closed]) -> list[tuple[str, int | None, dict[str, Any]]]:
        """What was answered: the questionnaire, its version, the answers."""
        row: Any = AnonymousAnswersRow if self._anonymous else AnswersRow
        key = row.answers_id if self._anonymous else row.evaluation_id
        keys = [one.key for one in closed]
        columns = select(row.instrument_id, row.instrument_version, row.answers)
        found: list[Any] = []
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            found += self._session.execute(columns.where(key.in_(some))).all()
        return [(row.instrument_id, row.instrument_version, row.answers) for row in found]

    def release(
        self, offering_ids: Sequence[str], n: int, figures: list[Figures], at: datetime
    ) -> None:
        """Keep a block; one offering stands for itself, several are pooled."""
        self._session.add(
            ResultBlockRow(
                block_id=token_hex(16),
                **self._key,
                offering_id=offering_ids[0] if len(offering_ids) == 1 else None,
                n=n,
                figures=figures,
                released_at=at,
            )
        )

    def mark(self, offering_ids: Iterable[str], *, pooled: bool, at: datetime) -> None:
        """What closed in these offerings by now is released."""
        part = {"until": at.isoformat(), "pooled": pooled}
        self._scope.parts = self._scope.parts | dict.fromkeys(offering_ids, part)

    def are_paired(self) -> bool:
        """Whether tests before and after are compared here: then that tells of the scores.

        Told here as well, they would differ by those few who missed one of the tests.
        """
        if self._key["level"] != LEARNING:
            return False
        asked = (
            select(EvaluationRow.evaluation_id)
            .join(ScheduleRow, ScheduleRow.enrolment_id == EvaluationRow.enrolment_id)
            .where(
                ScheduleRow.programme_id == self._key["programme_id"],
                EvaluationRow.is_pretest.is_(True),
            )
        )
        return self._session.scalar(asked.limit(1)) is not None

    def blocks(self) -> list[Block]:
        """Everything that is shown, the oldest first."""
        rows = self._session.scalars(
            select(ResultBlockRow)
            .filter_by(**self._key)
            .order_by(ResultBlockRow.released_at, ResultBlockRow.block_id)
        )
        return [Block(offering_id=row.offering_id, n=row.n, figures=row.figures) for row in rows]

    @property
    def _anonymous(self) -> bool:
        return self._key["level"] == REACTION

    def _closed(self, now: datetime) -> list[Closed]:
        found = self._anonymous_closed() if self._anonymous else self._linked_closed(now)
        return [
            Closed(key=key, offering_id=offering_id or "", closed_at=aware(closed_at))
            for key, offering_id, closed_at in self._session.execute(found)
        ]

    def _anonymous_closed(self) -> Any:
        row = AnonymousAnswersRow
        return select(row.answers_id, row.offering_id, row.closed_at).where(
            row.programme_id == self._key["programme_id"], row.level == self._key["level"]
        )

    def _linked_closed(self, now: datetime) -> Any:
        """What was asked before windows were kept closes as the built-in policies say."""
        row, by_default = EvaluationRow, timedelta(days=CLOSES_AFTER_DAYS)
        asks_learner = row.respondent_id == ScheduleRow.employee_id
        pretest = row.is_pretest.is_(True)
        return (
            select(row.evaluation_id, ScheduleRow.offering_id, _closed_at())
            .join(ScheduleRow, ScheduleRow.enrolment_id == row.enrolment_id)
            .join(AnswersRow, AnswersRow.evaluation_id == row.evaluation_id)
            .where(
                ScheduleRow.programme_id == self._key["programme_id"],
                row.level == self._key["level"],
                row.status == Status.SUBMITTED,
                or_(
                    row.closes_at <= now,
                    and_(row.closes_at.is_(None), row.due_at <= now - by_default),
                ),
                asks_learner if self._key["respondent"] != SUPERVISOR else ~asks_learner,
                pretest if self._key["respondent"] == PRETEST else row.is_pretest.is_not(True),
            )
        )


def _closed_at() -> Any:
    """Of what has no end of its window, the day it was due is near enough to tell old from new."""
    return func.coalesce(EvaluationRow.closes_at, EvaluationRow.due_at)


def programme_of(session: Session, offering_id: str) -> str | None:
    """The programme of an offering that somebody completed."""
    linked = select(ScheduleRow.programme_id).where(ScheduleRow.offering_id == offering_id).limit(1)
    found: str | None = session.scalar(linked)
    return found
