"""What a class leaves behind: who was there, certificates, learning hours."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base

_TO_TELL = sa.text(
    "expires_at is not null and told_at is null and revoked_at is null and renewed_by_id is null"
)

_TO_FOLLOW = sa.text("closed_at is null")


class AttendanceRow(Base):
    """meeting   counted from 0, in the order of the offering's meetings"""

    __tablename__ = "attendance"

    enrolment_id: Mapped[str] = mapped_column(primary_key=True)
    meeting: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    recorded_by: Mapped[str | None]
    recorded_at: Mapped[datetime]


class CertificateRow(Base):
    """What it says never changes; what became of it is in the columns after `expires_at`."""

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
    revoked_reason: Mapped[str | None]
    revoked_by: Mapped[str | None]
    renews_id: Mapped[str | None]
    renewed_by_id: Mapped[str | None]
    told_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.Index(
            "certificate_to_tell",
            "expires_at",
            postgresql_where=_TO_TELL,
            sqlite_where=_TO_TELL,
        ),
    )


class HoursEntryRow(Base):
    """A ledger of learning hours (JP): only ever appended, a mistake is a counter-entry.

    enrolment_id, learning_id   what the hours come from: one of the two
    evidence   code of the certificate, or what the learner handed in
    """

    __tablename__ = "hours_entry"

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    year: Mapped[int]
    hours: Mapped[Decimal]
    enrolment_id: Mapped[str | None] = mapped_column(index=True)
    learning_id: Mapped[str | None] = mapped_column(index=True)
    title: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str | None]
    entered_at: Mapped[datetime]

    __table_args__ = (sa.Index("hours_of_a_year", "employee_id", "year"),)


class ExternalLearningRow(Base):
    """What somebody learned elsewhere; counts once an officer has confirmed it."""

    __tablename__ = "external_learning"

    learning_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    organiser: Mapped[str]
    document_type: Mapped[str]
    learning_hours: Mapped[Decimal]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    certificate_number: Mapped[str | None]
    evidence: Mapped[str]
    status: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class HoursTargetRow(Base):
    """So many hours a year, as the office decided from a day on; the newest row counts."""

    __tablename__ = "hours_target"

    target_id: Mapped[str] = mapped_column(primary_key=True)
    employment: Mapped[str]
    from_day: Mapped[date]
    hours: Mapped[Decimal | None]
    kind: Mapped[str]
    refuses: Mapped[bool]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime]


class HoursRoundRow(Base):
    """One checkpoint of a year: whose hours fall short is looked for by id, so far.

    reached       the last employee_id that was looked at
    finished_at   all were; a new installation begins with one that is finished
    """

    __tablename__ = "hours_round"

    year: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    reached: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class HoursNoticeRow(Base):
    """Somebody was told at a checkpoint that hours are missing.

    looked_at   when it was last seen to be true
    closed_at   it is not true any more, or the year is over
    """

    __tablename__ = "hours_notice"

    notice_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    year: Mapped[int]
    month: Mapped[int]
    looked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        sa.UniqueConstraint("employee_id", "year", "month", name="hours_notice_once"),
        sa.Index(
            "hours_notice_open",
            "looked_at",
            postgresql_where=_TO_FOLLOW,
            sqlite_where=_TO_FOLLOW,
        ),
    )
