"""Offerings and who has a seat in them, as far as a calendar needs them."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class GatheringRow(Base):
    """meetings: [{starts_at, ends_at, venue}]; sequence: rises with every change."""

    __tablename__ = "gathering"

    offering_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    venue: Mapped[str | None]
    meetings: Mapped[list[Any]]
    ends_at: Mapped[datetime]
    cancelled: Mapped[bool]
    sequence: Mapped[int]
    changed_at: Mapped[datetime]


class SeatRow(Base):
    """held: whether it was ever taken; sequence: rises when it is given up or taken again."""

    __tablename__ = "seat"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    offering_id: Mapped[str] = mapped_column(primary_key=True)
    taken: Mapped[bool]
    held: Mapped[bool]
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
