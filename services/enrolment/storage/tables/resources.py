"""Rooms and trainers."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class ResourceRow(Base):
    """Something that can be in one place only; its row is locked by whoever books it."""

    __tablename__ = "resource"

    resource_id: Mapped[str] = mapped_column(primary_key=True)


class ResourceBookingRow(Base):
    """One meeting that holds a resource."""

    __tablename__ = "resource_booking"

    resource_id: Mapped[str] = mapped_column(
        sa.ForeignKey("resource.resource_id"), primary_key=True
    )
    offering_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime]
