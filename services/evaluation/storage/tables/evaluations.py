"""Schedules, their evaluations and the answers."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base


class ScheduleRow(Base):
    """The evaluations of one enrolment; used again when it is completed after a reversal.

    It is a completion while it is not cancelled: before it is completed (with pre-tests) it counts
    as cancelled, from the moment of the seat. Columns that may be null came later.
    """

    __tablename__ = "schedule"

    enrolment_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    programme_id: Mapped[str]
    title: Mapped[str]
    policy_id: Mapped[str]
    completed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int]
    policy_version: Mapped[int | None]
    offering_id: Mapped[str | None]
    unit_id: Mapped[str | None]

    __table_args__ = (
        sa.Index("schedule_of_a_learner", "employee_id"),
        sa.Index("schedule_of_a_programme", "programme_id", "offering_id"),
    )


class EvaluationRow(Base):
    """Narrow: what the timer needs, millions of times. `next_at`: when it must look again.

    reminds_again   the reminder points after `remind_at`, in ISO 8601; null: none
    """

    __tablename__ = "evaluation"

    evaluation_id: Mapped[str] = mapped_column(primary_key=True)
    enrolment_id: Mapped[str] = mapped_column(index=True)
    respondent_id: Mapped[str | None]
    level: Mapped[int] = mapped_column(sa.SmallInteger)
    instrument_id: Mapped[str | None]
    status: Mapped[str]
    opens_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    version: Mapped[int]
    reminds_again: Mapped[list[Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    closes_at: Mapped[datetime | None]
    late: Mapped[bool | None]
    reason: Mapped[str | None]
    is_pretest: Mapped[bool | None]

    __table_args__ = (
        sa.Index(
            "evaluation_pending",
            "next_at",
            postgresql_where=sa.text("next_at is not null"),
            sqlite_where=sa.text("next_at is not null"),
        ),
        sa.Index(
            "evaluation_of_a_respondent",
            "respondent_id",
            postgresql_where=sa.text("respondent_id is not null"),
            sqlite_where=sa.text("respondent_id is not null"),
        ),
    )


class AnswersRow(Base):
    """Apart from the evaluation, so that who answered and what was answered can part ways."""

    __tablename__ = "answers"

    evaluation_id: Mapped[str] = mapped_column(
        sa.ForeignKey("evaluation.evaluation_id"), primary_key=True
    )
    instrument_id: Mapped[str]
    answers: Mapped[dict[str, Any]]
    submitted_at: Mapped[datetime]
    instrument_version: Mapped[int | None]
    score: Mapped[float | None]


class DraftRow(Base):
    """Answers that are not finished; gone when they are given."""

    __tablename__ = "draft"

    evaluation_id: Mapped[str] = mapped_column(
        sa.ForeignKey("evaluation.evaluation_id"), primary_key=True
    )
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
