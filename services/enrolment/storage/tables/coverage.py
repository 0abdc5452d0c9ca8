"""What an officer should look at, because fewer may be on duty than must be."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class CoverageQuestionRow(Base):
    """A unit whose days ahead are to be held against the trainings already booked."""

    __tablename__ = "coverage_question"

    question_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str]
    because: Mapped[str]


class CoverageWarningRow(Base):
    """A training was booked, and then something else took people away; once for each gap."""

    __tablename__ = "coverage_warning"

    unit_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    position: Mapped[str] = mapped_column(primary_key=True)
    on_duty: Mapped[int]
    min_on_duty: Mapped[int]
    because: Mapped[str]
    noticed_at: Mapped[datetime]

    __table_args__ = (sa.Index("coverage_warning_day", "day"),)
