"""What deliveries are held against, and what became of them beside being sent."""

from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class SettledMatterRow(Base):
    """What nobody has to be asked or told of any more."""

    __tablename__ = "settled_matter"

    matter: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    settled_at: Mapped[datetime] = mapped_column(index=True)


class DeliveryStepRow(Base):
    """Whatever happens to a delivery on the way, beside being written and sent."""

    __tablename__ = "delivery_step"

    step_id: Mapped[str] = mapped_column(primary_key=True)
    notification_id: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    at: Mapped[datetime]
    what: Mapped[str]
    reason: Mapped[str | None]


class UnreachableRow(Base):
    """Who had messages that reached the inbox only, against the person's own choice."""

    __tablename__ = "unreachable"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    count: Mapped[int]
    since: Mapped[datetime]


SETTLED_MATTERS = cast(sa.Table, SettledMatterRow.__table__)
DELIVERY_STEPS = cast(sa.Table, DeliveryStepRow.__table__)
