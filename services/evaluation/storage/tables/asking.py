"""What is asked, and by which policy. Versions are added, never changed."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base


class InstrumentVersionRow(Base):
    __tablename__ = "instrument_version"

    instrument_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[dict[str, Any]]
    questions: Mapped[list[Any]]
    saved_at: Mapped[datetime]


class PolicyVersionRow(Base):
    __tablename__ = "policy_version"

    policy_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[str | None]
    programme_kind: Mapped[str | None]
    min_learning_hours: Mapped[float | None]
    closes_after_days: Mapped[int]
    effective_from: Mapped[date | None] = mapped_column(sa.Date)
    items: Mapped[list[Any]]
    saved_at: Mapped[datetime]
