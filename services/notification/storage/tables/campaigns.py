"""What campaigns rest on: who took part in what, what became known of it, and who was told."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class UnitRow(Base):
    """Of HR's units only their kind."""

    __tablename__ = "unit"

    unit_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str | None]
    changed_at: Mapped[datetime]


class ParticipationRow(Base):
    """Where somebody stands with a programme, over all its offerings.

    asked_at   when a seat was last asked for; None: never
    """

    __tablename__ = "participation"

    programme_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    state: Mapped[str]
    occurred_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]


class FindingRow(Base):
    """The latest revision of a study."""

    __tablename__ = "finding"

    study_id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    programme_id: Mapped[str] = mapped_column(index=True)
    metric: Mapped[str]
    estimate: Mapped[float | None]
    ci_low: Mapped[float | None]
    ci_high: Mapped[float | None]
    unit_of_measure: Mapped[str]
    registered: Mapped[bool]
    primary: Mapped[bool] = mapped_column("is_primary")
    verdict: Mapped[str]


class ReviewRow(Base):
    """The latest look back at a programme, by groups of five people and more."""

    __tablename__ = "review"

    programme_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    groups: Mapped[list[Any]]
    period_end: Mapped[date]


class StoryRow(Base):
    """A colleague's words about a programme; told only while the consent stands."""

    __tablename__ = "story"

    programme_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    consented_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class CampaignRow(Base):
    __tablename__ = "campaign"

    campaign_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    position: Mapped[str | None]
    unit_kind: Mapped[str | None]
    claims: Mapped[list[Any]]
    status: Mapped[str]
    drafted_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]


class CampaignReaderRow(Base):
    """told_at   None: left alone, to compare with"""

    __tablename__ = "campaign_reader"

    campaign_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    told_at: Mapped[datetime | None]
