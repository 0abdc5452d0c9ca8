"""What evaluation copies from enrolment: deliveries, and who had a seat in them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base
from shared.columns import Instant


class OfferingRow(Base):
    """A delivery. `eligible`: active employees by unit when its clock started.

    `next_at`: when that is to be counted.
    """

    __tablename__ = "offering"

    offering_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    competencies: Mapped[list[Any]]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    eligible: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    next_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        sa.Index(
            "offering_pending",
            "next_at",
            postgresql_where=sa.text("next_at is not null"),
            sqlite_where=sa.text("next_at is not null"),
        ),
    )


class SeatRow(Base):
    """Who had a seat, from when until when. Narrow: one for each enrolment."""

    __tablename__ = "seat"

    enrolment_id: Mapped[str] = mapped_column(primary_key=True)
    offering_id: Mapped[str] = mapped_column(index=True)
    employee_id: Mapped[str]
    unit_id: Mapped[str | None]
    seated_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
