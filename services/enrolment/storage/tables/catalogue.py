"""What can be learned, and from whom."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class ProgrammeFacts:
    """The columns of a programme as it is now, and of each of its versions."""

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
    delivery_mode: Mapped[str | None]
    degree_level: Mapped[str | None]
    cost_per_offering: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    travel_cost_per_day: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class ProgrammeRow(ProgrammeFacts, Base):
    """As it is now."""

    __tablename__ = "programme"

    programme_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)


class ProgrammeVersionRow(ProgrammeFacts, Base):
    """As it was said once: never changed, because offerings were announced with it."""

    __tablename__ = "programme_version"

    programme_id: Mapped[str] = mapped_column(
        sa.ForeignKey("programme.programme_id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)


class ProviderRow(Base):
    __tablename__ = "provider"

    provider_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    capacity: Mapped[int | None]
    agreement_number: Mapped[str | None]
    agreement_from: Mapped[date | None]
    agreement_until: Mapped[date | None]
