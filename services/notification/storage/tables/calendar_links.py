"""Which address of a person's calendar is good."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class CalendarLinkRow(Base):
    """serial: of the address that is good, or was before it was revoked; no row: 0, and good."""

    __tablename__ = "calendar_link"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    serial: Mapped[int]
    revoked_at: Mapped[datetime | None]
