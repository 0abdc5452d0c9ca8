"""Effect studies: what was fixed at registration, and what each look found."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base
from shared.columns import Instant

_OPTIONAL_JSON = sa.JSON(none_as_null=True)


class StudyRow(Base):
    """A study. `version`: how many events it has published; `revision`: how many verdicts."""

    __tablename__ = "study"

    study_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(index=True)
    metric: Mapped[str]
    offering_id: Mapped[str | None]
    year: Mapped[int | None]
    before_days: Mapped[int]
    after_days: Mapped[int]
    comparison_unit_ids: Mapped[list[Any] | None] = mapped_column(_OPTIONAL_JSON)
    pool: Mapped[dict[str, Any]]
    selected_from: Mapped[date | None]
    selected_to: Mapped[date | None]
    is_primary: Mapped[bool]
    better: Mapped[str]
    statistic: Mapped[str | None]
    relevant_change: Mapped[float]
    treated_share: Mapped[float]
    registered_at: Mapped[datetime] = mapped_column(Instant)
    by_default: Mapped[bool]
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    verdict_at: Mapped[datetime | None] = mapped_column(Instant)
    covered: Mapped[list[Any] | None] = mapped_column(_OPTIONAL_JSON)
    revision: Mapped[int]
    version: Mapped[int]

    __table_args__ = (
        sa.Index(
            "study_pending",
            "next_at",
            postgresql_where=sa.text("next_at is not null"),
            sqlite_where=sa.text("next_at is not null"),
        ),
        sa.Index(
            "study_primary",
            "programme_id",
            "year",
            unique=True,
            postgresql_where=sa.text("is_primary"),
            sqlite_where=sa.text("is_primary"),
        ),
    )


class StudyLookRow(Base):
    """What a look found. revision: of the verdict; null: the look was an interim one."""

    __tablename__ = "study_look"

    look_id: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[str] = mapped_column(sa.ForeignKey("study.study_id"))
    revision: Mapped[int | None]
    looked_on: Mapped[date]
    looked_at: Mapped[datetime] = mapped_column(Instant)
    fingerprint: Mapped[str]
    finding: Mapped[dict[str, Any]]

    __table_args__ = (sa.Index("study_look_revision", "study_id", "revision", unique=True),)


class StudyMetricRow(Base):
    """By which metric a programme, or whatever teaches a competency, is to be judged."""

    __tablename__ = "study_metric"

    study_metric_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str | None]
    competency: Mapped[str | None]
    metric: Mapped[str]
    before_days: Mapped[int]
    after_days: Mapped[int]
    is_primary: Mapped[bool]
    better: Mapped[str | None]
    statistic: Mapped[str | None]
    saved_at: Mapped[datetime] = mapped_column(Instant)


class StudyRuleRow(Base):
    """From a day on, studies are registered with another number."""

    __tablename__ = "study_rule"

    study_rule_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    from_day: Mapped[date]
    value: Mapped[float]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime] = mapped_column(Instant)
