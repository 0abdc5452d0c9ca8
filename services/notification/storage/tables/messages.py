"""Messages and their deliveries."""

from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class MessageRow(Base):
    """data      JSON, what the template is told
    matters   JSON, names of what it is true of; null: it stays true
    version   counts the events of this message
    """

    __tablename__ = "message"

    notification_id: Mapped[str] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    about: Mapped[str]
    subject_id: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[int] = mapped_column(sa.SmallInteger)
    data: Mapped[str]
    matters: Mapped[str | None]
    once_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)

    __table_args__ = (sa.Index("message_of_a_person", "employee_id", "notification_id"),)


class DeliveryRow(Base):
    """Narrow, and indexed only while it is due or under way.

    carried_by   the message that is the digest
    mark         while it is `sending`: how far; of no meaning otherwise
    """

    __tablename__ = "delivery"

    notification_id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    doubts: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    next_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    carried_by: Mapped[str | None]
    mark: Mapped[str | None]

    __table_args__ = (
        sa.Index(
            "delivery_carried",
            "carried_by",
            postgresql_where=sa.text("carried_by is not null"),
            sqlite_where=sa.text("carried_by is not null"),
        ),
        sa.Index(
            "delivery_due",
            "channel",
            "next_at",
            postgresql_where=sa.text("next_at is not null"),
            sqlite_where=sa.text("next_at is not null"),
        ),
    )


MESSAGES = cast(sa.Table, MessageRow.__table__)
DELIVERIES = cast(sa.Table, DeliveryRow.__table__)
"""For statements on many rows at once, past the identity map."""
