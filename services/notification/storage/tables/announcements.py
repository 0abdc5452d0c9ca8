"""What is said in the office's chat room."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class AnnouncementRow(Base):
    """One for each occasion. data: JSON; indexed only while it is due or under way."""

    __tablename__ = "announcement"

    announcement_id: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[int] = mapped_column(sa.SmallInteger)
    data: Mapped[str]
    once_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(sa.SmallInteger)
    doubts: Mapped[int] = mapped_column(sa.SmallInteger)
    next_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        sa.Index(
            "announcement_due",
            "next_at",
            postgresql_where=sa.text("next_at is not null"),
            sqlite_where=sa.text("next_at is not null"),
        ),
    )
