"""What evaluations need of HR's roster."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base
from shared.coming_changes import ComingColumns


class EmployeeRow(Base):
    """What evaluations need of HR's roster; no names, no contact data."""

    __tablename__ = "employee"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str]
    supervisor_id: Mapped[str | None]
    active: Mapped[bool]
    position: Mapped[str | None]
    changed_at: Mapped[datetime]


class UnitRow(Base):
    """An organisational unit. kind: in HR's words; units of one kind can be compared."""

    __tablename__ = "unit"

    unit_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent_id: Mapped[str | None]
    kind: Mapped[str | None]
    head_id: Mapped[str | None]
    changed_at: Mapped[datetime]


class EmployeeAheadRow(ComingColumns, Base):
    """A change of an employee that takes effect on a later day."""

    __tablename__ = "employee_ahead"
