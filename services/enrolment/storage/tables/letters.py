"""Letters that the office gave out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class AssignmentLetterRow(Base):
    """Never changed. words: everything that stands in the letter, as it was when it was issued."""

    __tablename__ = "assignment_letter"

    letter_id: Mapped[str] = mapped_column(primary_key=True)
    offering_id: Mapped[str] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(unique=True)
    signer_id: Mapped[str]
    signed_on: Mapped[date]
    issued_by: Mapped[str | None]
    issued_at: Mapped[datetime]
    words: Mapped[dict[str, Any]]
