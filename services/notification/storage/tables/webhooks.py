"""Endpoints of other systems, and what they are to be told."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class WebhookRow(Base):
    """See domain/webhooks.py; saved_by: who saved it last, where that was said."""

    __tablename__ = "webhook"

    webhook_id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    events: Mapped[list[Any]]
    secret: Mapped[str]
    former: Mapped[str | None]
    former_until: Mapped[datetime | None]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]
    failures: Mapped[int]
    resumes_at: Mapped[datetime | None]
    gone: Mapped[bool]


class PostRow(Base):
    """One event for one endpoint. body: JSON; indexed only while it is due or under way."""

    __tablename__ = "webhook_post"

    post_id: Mapped[str] = mapped_column(primary_key=True)
    webhook_id: Mapped[str]
    about: Mapped[str]
    body: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(sa.SmallInteger)
    next_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        sa.Index(
            "webhook_post_due",
            "next_at",
            postgresql_where=sa.text("next_at is not null"),
            sqlite_where=sa.text("next_at is not null"),
        ),
        sa.Index("webhook_post_of_a_webhook", "webhook_id"),
    )
