"""Complaints of citizens, and figures of services."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.storage.tables.base import Base
from shared.columns import Instant

_TRIAGE = sa.text("unit_id is null")


class ComplaintRow(Base):
    """One ticket.

    unit_id        whose service it is about; None: on the triage list
    told_unit_id   what the channel says, which need not be a unit that we know
    text           masked
    recorded_at    when it first came in
    assigned_by    who found out the unit by hand; the channel changes it no more
    set_aside_*    who decided that it is about no unit's service, when and why
    """

    __tablename__ = "complaint"

    complaint_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str | None]
    told_unit_id: Mapped[str | None]
    category: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[str | None]
    text: Mapped[str | None]
    changed_at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    assigned_by: Mapped[str | None]
    assigned_at: Mapped[datetime | None] = mapped_column(Instant)
    set_aside_by: Mapped[str | None]
    set_aside_at: Mapped[datetime | None] = mapped_column(Instant)
    set_aside_reason: Mapped[str | None]

    __table_args__ = (
        sa.Index("complaint_of_a_period", "received_at", "unit_id", "category"),
        sa.Index("complaint_of_a_unit", "unit_id", "category"),
        sa.Index(
            "complaint_in_triage",
            "complaint_id",
            postgresql_where=_TRIAGE,
            sqlite_where=_TRIAGE,
        ),
        sa.Index(
            "complaint_of_an_unknown_unit",
            "told_unit_id",
            postgresql_where=_TRIAGE,
            sqlite_where=_TRIAGE,
        ),
    )


class ServiceMeasureRow(Base):
    """One figure of one unit's service on one day. n: services that it rests on."""

    __tablename__ = "service_measure"

    metric: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    statistic: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float]
    n: Mapped[int] = mapped_column(sa.BigInteger)
    changed_at: Mapped[datetime] = mapped_column(Instant)
