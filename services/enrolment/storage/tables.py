"""The rows of the enrolment service. Ids are opaque texts; money is integer rupiah."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.columns import Instant


class Base(DeclarativeBase):
    type_annotation_map = {
        str: sa.Text,
        datetime: Instant(),
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
        Decimal: sa.Numeric(12, 2),
    }


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


class ProgrammeRow(Base):
    __tablename__ = "programme"

    programme_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    learning_hours: Mapped[float]
    competencies: Mapped[list[Any]]
    cost_per_participant: Mapped[int] = mapped_column(sa.BigInteger)
    provider: Mapped[str | None]
    prerequisites: Mapped[list[Any]]
    pass_score: Mapped[float | None]
    min_attendance_share: Mapped[float | None]
    certificate_valid_months: Mapped[int | None]


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


class ImportedRow(Base):
    """What the last import of a file said of a record, as a fingerprint (SHA-256)."""

    __tablename__ = "imported_row"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    imported_at: Mapped[datetime]
