"""What is remembered of imported files."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base
from shared.file_imports.checked import CheckedFileColumns


class ImportedRow(Base):
    """What the last import of a file said of a record, as a fingerprint (SHA-256)."""

    __tablename__ = "imported_row"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    imported_at: Mapped[datetime]


class CheckedFileRow(CheckedFileColumns, Base):
    """A file that was checked, and may be imported within the hour."""
