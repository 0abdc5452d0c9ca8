"""Offerings, and who takes part."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base

_STILL_COUNTS = "status not in ('rejected', 'cancelled', 'declined', 'expired')"


class OfferingRow(Base):
    __tablename__ = "offering"

    offering_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(sa.ForeignKey("programme.programme_id"), index=True)
    programme_version: Mapped[int] = mapped_column(default=1)
    meetings: Mapped[list[Any]]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    min_participants: Mapped[int]
    venue: Mapped[str | None]
    enrol_by: Mapped[datetime | None]
    resource_ids: Mapped[list[Any]]
    budget_id: Mapped[str | None]
    travel_days_before: Mapped[int] = mapped_column(default=0)
    travel_days_after: Mapped[int] = mapped_column(default=0)
    decide_by: Mapped[datetime | None]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    status: Mapped[str]
    reason: Mapped[str | None]
    last_queue_number: Mapped[int] = mapped_column(default=0)
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
    comment: Mapped[str | None]
    queue_number: Mapped[int | None]
    escalated_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    override_reason: Mapped[str | None]
    cancelled_late: Mapped[bool]
    version: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.Index("enrolment_of_an_offering", "offering_id", "status"),
        sa.Index(
            "enrolment_requested",
            "enrolment_id",
            postgresql_where=sa.text("status = 'requested'"),
            sqlite_where=sa.text("status = 'requested'"),
        ),
        sa.Index(
            "enrolment_next_at",
            "next_at",
            postgresql_where=sa.text("next_at is not null"),
            sqlite_where=sa.text("next_at is not null"),
        ),
        sa.Index(
            "enrolment_once",
            "offering_id",
            "employee_id",
            unique=True,
            postgresql_where=sa.text(_STILL_COUNTS),
            sqlite_where=sa.text(_STILL_COUNTS),
        ),
    )


class OfferedTestRow(Base):
    """A test-out: the programme's test instead of the programme."""

    __tablename__ = "offered_test"

    test_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(index=True)
    programme_id: Mapped[str] = mapped_column(index=True)
    enrolment_id: Mapped[str]
    pass_score: Mapped[float]
    offered_at: Mapped[datetime]
    score: Mapped[float | None]
    passed: Mapped[bool | None]
    taken_on: Mapped[date | None]
    recorded_by: Mapped[str | None]


class RuleNumberRow(Base):
    """A number of the field, as the office decided it from a day on; the newest row counts."""

    __tablename__ = "rule_number"

    rule_number_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    from_day: Mapped[date]
    value: Mapped[int]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime]
