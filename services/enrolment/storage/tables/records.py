"""What a completion leaves behind."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class CertificateRow(Base):
    """Immutable but for `revoked_at`."""

    __tablename__ = "certificate"

    certificate_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[str] = mapped_column(index=True)
    holder_name: Mapped[str]
    title: Mapped[str]
    learning_hours: Mapped[float]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class HoursEntryRow(Base):
    """A ledger of learning hours (JP): only ever appended, a mistake is a counter-entry."""

    __tablename__ = "hours_entry"

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    year: Mapped[int]
    hours: Mapped[Decimal]
    enrolment_id: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    reason: Mapped[str]
    entered_at: Mapped[datetime]

    __table_args__ = (sa.Index("hours_of_a_year", "employee_id", "year"),)
