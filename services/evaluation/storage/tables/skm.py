"""Sheets of the public satisfaction survey, and totals of units that have no sheets here."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base


class SkmSheetRow(Base):
    """A citizen's sheet, without the citizen. ratings: nine, from 1 to 4, in their order."""

    __tablename__ = "skm_sheet"

    unit_id: Mapped[str] = mapped_column(primary_key=True)
    sheet_id: Mapped[str] = mapped_column(primary_key=True)
    surveyed_on: Mapped[date] = mapped_column(sa.Date)
    ratings: Mapped[list[Any]]

    __table_args__ = (sa.Index("skm_sheet_of_a_day", "unit_id", "surveyed_on"),)


class SkmTotalRow(Base):
    """The sheets of a unit and period, counted elsewhere."""

    __tablename__ = "skm_total"

    unit_id: Mapped[str] = mapped_column(primary_key=True)
    period_start: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    period_end: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    sheets: Mapped[int]
    totals: Mapped[list[Any]]
