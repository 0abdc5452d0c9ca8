"""Who is away, and who stands in."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class AbsenceRow(Base):
    """Days on which somebody does not work: leave, study.

    looked_at   when it was held against the trainings already booked; null: not yet
    was_from, was_until   other days that it was told of before, and that are to be looked at too
    """

    __tablename__ = "absence"

    absence_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    kind: Mapped[str]
    cancelled: Mapped[bool]
    changed_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    was_from: Mapped[date | None]
    was_until: Mapped[date | None]

    __table_args__ = (
        sa.Index("absence_of", "employee_id", "ends_on"),
        sa.Index(
            "absence_to_look_at",
            "absence_id",
            postgresql_where=sa.text("looked_at is null"),
            sqlite_where=sa.text("looked_at is null"),
        ),
    )


class DelegationRow(Base):
    """Somebody decides in the place of another, from a day until a day, inclusive."""

    __tablename__ = "delegation"

    delegation_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    delegate_id: Mapped[str]
    from_day: Mapped[date]
    until: Mapped[date]
    set_at: Mapped[datetime]

    __table_args__ = (sa.Index("delegation_of", "employee_id", "until"),)
