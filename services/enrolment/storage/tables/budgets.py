"""Money: integer rupiah."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class BudgetRow(Base):
    __tablename__ = "budget"

    budget_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    fiscal_year: Mapped[int]
    mode: Mapped[str]
    unit_id: Mapped[str | None]
    programme_id: Mapped[str | None]


class BudgetRevisionRow(Base):
    """Only ever appended; of two for one day the newer counts."""

    __tablename__ = "budget_revision"

    revision_id: Mapped[str] = mapped_column(primary_key=True)
    budget_id: Mapped[str] = mapped_column(sa.ForeignKey("budget.budget_id"), index=True)
    effective_on: Mapped[date]
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    saved_at: Mapped[datetime]


class BudgetEntryRow(Base):
    """Only ever appended; a balance is a sum of these."""

    __tablename__ = "budget_entry"

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    budget_id: Mapped[str] = mapped_column(sa.ForeignKey("budget.budget_id"), index=True)
    kind: Mapped[str]
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    reserved: Mapped[int] = mapped_column(sa.BigInteger)
    committed: Mapped[int] = mapped_column(sa.BigInteger)
    spent: Mapped[int] = mapped_column(sa.BigInteger)
    offering_id: Mapped[str | None] = mapped_column(index=True)
    enrolment_id: Mapped[str | None] = mapped_column(index=True)
    study_id: Mapped[str | None] = mapped_column(index=True)
    note: Mapped[str | None]
    entered_at: Mapped[datetime]
