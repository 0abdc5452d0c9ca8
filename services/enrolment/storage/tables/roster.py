"""Copied from HR."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class EmployeeRow(Base):
    """Copied from HR; without contact data, which only the notification service keeps."""

    __tablename__ = "employee"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit_id: Mapped[str] = mapped_column(index=True)
    position: Mapped[str]
    supervisor_id: Mapped[str | None]
    employment: Mapped[str]
    active: Mapped[bool]
    roles: Mapped[list[Any]]
    changed_at: Mapped[datetime]


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
