"""The rows of the evaluation service. Ids are opaque texts; instants are stored in UTC."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.coming_changes import ComingColumns


class Base(DeclarativeBase):
    type_annotation_map = {
        str: sa.Text,
        datetime: sa.DateTime(timezone=True),
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
    }


class EmployeeRow(Base):
    """What evaluations need of HR's roster; no names, no contact data."""

    __tablename__ = "employee"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str]
    supervisor_id: Mapped[str | None]
    active: Mapped[bool]
    changed_at: Mapped[datetime]


class EmployeeAheadRow(ComingColumns, Base):
    """A change of an employee that takes effect on a later day."""

    __tablename__ = "employee_ahead"


class InstrumentRow(Base):
    __tablename__ = "instrument"

    instrument_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[dict[str, Any]]
    questions: Mapped[list[Any]]
    saved_at: Mapped[datetime]


class PolicyRow(Base):
    __tablename__ = "policy"

    policy_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str | None]
    programme_kind: Mapped[str | None]
    min_learning_hours: Mapped[float | None]
    items: Mapped[list[Any]]
    saved_at: Mapped[datetime]


class ScheduleRow(Base):
    """The evaluations of one enrolment; used again when it is completed after a reversal."""

    __tablename__ = "schedule"

    enrolment_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    programme_id: Mapped[str]
    title: Mapped[str]
    policy_id: Mapped[str]
    completed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int]


class EvaluationRow(Base):
    """Narrow: what the timer needs, millions of times. `next_at`: when it must look again."""

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
