"""What can be learned."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


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
