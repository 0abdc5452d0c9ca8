"""What is asked, and by which policy."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base


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
