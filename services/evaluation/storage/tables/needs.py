"""The rules of training needs, competency gaps, and the rankings made from them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base
from shared.columns import Instant


class NeedRuleRow(Base):
    """Keys: category and competency whatever their spelling."""

    __tablename__ = "need_rule"

    category_key: Mapped[str] = mapped_column(primary_key=True)
    competency_key: Mapped[str] = mapped_column(primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    need_rule_id: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str]
    competency: Mapped[str]
    trainable_share: Mapped[float]
    severity: Mapped[int] = mapped_column(sa.SmallInteger)
    rest_cause: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(Instant)


class NeedMinimumRow(Base):
    """From a day on, so many complaints are needed for a rank."""

    __tablename__ = "need_minimum"

    effective_from: Mapped[date] = mapped_column(primary_key=True)
    min_complaints: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(Instant)


class CompetencyGapRow(Base):
    """The newest assessment of a unit or an employee. about: unit or employee."""

    __tablename__ = "competency_gap"

    about: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(primary_key=True)
    competency_key: Mapped[str] = mapped_column(primary_key=True)
    competency: Mapped[str]
    gap_share: Mapped[float]
    assessed_on: Mapped[date]
    saved_at: Mapped[datetime] = mapped_column(Instant)


class NeedRankingRow(Base):
    """A ranking as it was answered; never changed.

    ranked_on     the office's day
    fingerprint   of everything it says: the same again is the same ranking
    summary       what is said of the period as a whole
    """

    __tablename__ = "need_ranking"

    ranking_id: Mapped[str] = mapped_column(primary_key=True)
    period_start: Mapped[date]
    period_end: Mapped[date]
    ranked_at: Mapped[datetime] = mapped_column(Instant)
    ranked_on: Mapped[date]
    ranked_by: Mapped[str | None]
    fingerprint: Mapped[str]
    summary: Mapped[dict[str, Any]]


class NeedRow(Base):
    """One need of a ranking. place: in the list, from 1; facts: as it was answered."""

    __tablename__ = "need"

    ranking_id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str]
    competency: Mapped[str]
    rank: Mapped[int | None]
    facts: Mapped[dict[str, Any]]

    __table_args__ = (sa.Index("need_of_a_unit", "unit_id", "ranking_id"),)
