"""Offerings, and who takes part."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class OfferingRow(Base):
    __tablename__ = "offering"

    offering_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(sa.ForeignKey("programme.programme_id"), index=True)
    meetings: Mapped[list[Any]]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    min_participants: Mapped[int]
    venue: Mapped[str | None]
    enrol_by: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)


class EnrolmentRow(Base):
    __tablename__ = "enrolment"

    enrolment_id: Mapped[str] = mapped_column(primary_key=True)
    offering_id: Mapped[str] = mapped_column(sa.ForeignKey("offering.offering_id"))
    programme_id: Mapped[str]
    employee_id: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    status: Mapped[str]
    approver_id: Mapped[str | None] = mapped_column(index=True)
    requested_by: Mapped[str | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str | None]
    completed_at: Mapped[datetime | None]
    score: Mapped[float | None]
    version: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.Index("enrolment_of_an_offering", "offering_id", "status"),
        sa.Index(
            "enrolment_once",
            "offering_id",
            "employee_id",
            unique=True,
            postgresql_where=sa.text("status not in ('rejected', 'cancelled')"),
            sqlite_where=sa.text("status not in ('rejected', 'cancelled')"),
        ),
    )
