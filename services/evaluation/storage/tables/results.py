"""What answers become once their windows have closed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base
from shared.columns import Instant


class AnonymousAnswersRow(Base):
    """Answers of nobody in particular. The key is random, and SQLite keeps the rows in its order:
    neither tells who was first.
    """

    __tablename__ = "anonymous_answers"

    answers_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(index=True)
    offering_id: Mapped[str]
    level: Mapped[int] = mapped_column(sa.SmallInteger)
    instrument_id: Mapped[str]
    instrument_version: Mapped[int | None]
    answers: Mapped[dict[str, Any]]
    closed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = {"sqlite_with_rowid": False}


class ResultScopeRow(Base):
    """What was released of one level and kind of respondent in one programme.

    parts   by offering: {until: answers that closed by then are released, pooled: whether it is
            shown only together with others}
    """

    __tablename__ = "result_scope"

    programme_id: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    respondent: Mapped[str] = mapped_column(primary_key=True)
    parts: Mapped[dict[str, Any]]


class ResultBlockRow(Base):
    """At least k answers that are shown together, as figures. offering_id: null: of several."""

    __tablename__ = "result_block"

    block_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(index=True)
    level: Mapped[int] = mapped_column(sa.SmallInteger)
    respondent: Mapped[str]
    offering_id: Mapped[str | None]
    n: Mapped[int]
    figures: Mapped[list[Any]]
    released_at: Mapped[datetime] = mapped_column(Instant)


class ResultNumberRow(Base):
    __tablename__ = "result_number"

    number_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    from_day: Mapped[date] = mapped_column(sa.Date)
    value: Mapped[Decimal] = mapped_column(sa.Numeric(9, 4, asdecimal=True))
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime] = mapped_column(Instant)


class LearningRow(Base):
    """What a group learned or uses, as it was found of n people.

    about         learned or used
    offering_id   of these people; null: any. position, unit_kind: likewise
    people        their enrolments; null: of what was told before they were noted
    """

    __tablename__ = "learning"

    learning_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(index=True)
    offering_id: Mapped[str | None]
    position: Mapped[str | None]
    unit_kind: Mapped[str | None]
    about: Mapped[str] = mapped_column(server_default="learned")
    n: Mapped[int]
    found: Mapped[dict[str, Any]]
    people: Mapped[list[Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    found_at: Mapped[datetime] = mapped_column(Instant)


class QuarterRow(Base):
    """A quarter whose reviews were begun."""

    __tablename__ = "review_quarter"

    period_end: Mapped[date] = mapped_column(sa.Date, primary_key=True)


class ReviewRow(Base):
    """A quarter's look back at a programme.

    number    of its reviews, from 1
    told_at   null: not yet
    """

    __tablename__ = "programme_review"

    programme_id: Mapped[str] = mapped_column(primary_key=True)
    period_end: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    period_start: Mapped[date] = mapped_column(sa.Date)
    title: Mapped[str]
    completed: Mapped[int]
    number: Mapped[int]
    told_at: Mapped[datetime | None] = mapped_column(Instant)
