"""What tells which key a database was sealed with."""

from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base


class KeptKeyRow(Base):
    """fingerprint: of the key, which itself is nowhere in the database."""

    __tablename__ = "kept_key"

    name: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
