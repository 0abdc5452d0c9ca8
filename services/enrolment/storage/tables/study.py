"""Formal education: study assignments, their reports, and the service bond."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base

_IS_OPEN = sa.text("status in ('applied', 'selected', 'decreed', 'under_way')")
_TO_LOOK_AT = sa.text("next_on is not null")
_IS_OWED = sa.text("status = 'committed'")
_TO_COUNT = sa.text("bond_next_on is not null")


class StudyRow(Base):
    """bond_counted_until, bond_next_on: how far the service bond was counted, and when next."""

    __tablename__ = "study"

    study_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(index=True)
    offering_id: Mapped[str] = mapped_column(sa.ForeignKey("offering.offering_id"), index=True)
    programme_id: Mapped[str]
    title: Mapped[str]
    funding: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    planned_until: Mapped[date]
    status: Mapped[str]
    sponsor: Mapped[str | None]
    sanction: Mapped[str | None]
    enrolment_id: Mapped[str | None]
    applied_by: Mapped[str | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str | None]
    override_reason: Mapped[str | None]
    confirmed: Mapped[list[Any]]
    decree_number: Mapped[str | None]
    decreed_on: Mapped[date | None]
    extension_decree_number: Mapped[str | None]
    started_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    bond_counted_until: Mapped[date | None]
    bond_next_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.Index(
            "study_open_once",
            "employee_id",
            unique=True,
            postgresql_where=_IS_OPEN,
            sqlite_where=_IS_OPEN,
        ),
        sa.Index(
            "study_bond_next_on",
            "bond_next_on",
            postgresql_where=_TO_COUNT,
            sqlite_where=_TO_COUNT,
        ),
    )


class StudyReportRow(Base):
    __tablename__ = "study_report"

    study_id: Mapped[str] = mapped_column(sa.ForeignKey("study.study_id"), primary_key=True)
    semester: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    status: Mapped[str]
    next_on: Mapped[date | None]
    gpa: Mapped[float | None]
    text: Mapped[str | None]
    submitted_on: Mapped[date | None]

    __table_args__ = (
        sa.Index(
            "study_report_next_on",
            "next_on",
            postgresql_where=_TO_LOOK_AT,
            sqlite_where=_TO_LOOK_AT,
        ),
    )


class StudyYearRow(Base):
    """What a fiscal year of a study costs; the money itself is in the ledger of the budget."""

    __tablename__ = "study_year"

    study_id: Mapped[str] = mapped_column(sa.ForeignKey("study.study_id"), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    budget_id: Mapped[str] = mapped_column(sa.ForeignKey("budget.budget_id"))
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    status: Mapped[str]

    __table_args__ = (
        sa.Index(
            "study_year_owed", "fiscal_year", postgresql_where=_IS_OWED, sqlite_where=_IS_OWED
        ),
    )


class BondEntryRow(Base):
    """A ledger of days of service: only ever appended."""

    __tablename__ = "study_bond_entry"

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[str] = mapped_column(sa.ForeignKey("study.study_id"), index=True)
    days: Mapped[int]
    kind: Mapped[str]
    entered_on: Mapped[date]
    reason: Mapped[str | None]
    entered_by: Mapped[str | None]
    entered_at: Mapped[datetime]
