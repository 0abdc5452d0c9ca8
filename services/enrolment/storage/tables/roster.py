"""Copied from HR."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base
from shared.coming_changes import ComingColumns


class EmployeeRow(Base):
    """Copied from HR; without contact data, which only the notification service keeps.

    nip_sealed   the number, encrypted; nip_mark: its keyed hash, the same for the same number
    """

    __tablename__ = "employee"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit_id: Mapped[str] = mapped_column(index=True)
    position: Mapped[str]
    supervisor_id: Mapped[str | None]
    employment: Mapped[str]
    active: Mapped[bool]
    roles: Mapped[list[Any]]
    appointed_on: Mapped[date | None]
    grade: Mapped[str | None]
    nip_sealed: Mapped[str | None]
    nip_mark: Mapped[str | None] = mapped_column(index=True)
    changed_at: Mapped[datetime]

    __table_args__ = (sa.Index("employee_led_by", "supervisor_id", "employee_id"),)


class EmployeeAheadRow(ComingColumns, Base):
    """A change of an employee that takes effect on a later day."""

    __tablename__ = "employee_ahead"


class UnitRow(Base):
    __tablename__ = "unit"

    unit_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str | None]
    parent_id: Mapped[str | None]
    head_id: Mapped[str | None]
    min_on_duty: Mapped[int]
    min_on_duty_by_position: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class PerformanceRatingRow(Base):
    """How somebody's work was rated, the newest word of HR for each period."""

    __tablename__ = "performance_rating"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    predicate: Mapped[str]
    changed_at: Mapped[datetime]


class KeptKeyRow(Base):
    """Which key this database's numbers are sealed with: its fingerprint, never the key."""

    __tablename__ = "kept_key"

    name: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
