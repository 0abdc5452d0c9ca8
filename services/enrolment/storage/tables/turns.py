"""What is taken in turns."""

from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class TurnRow(Base):
    """Somebody or something of which one transaction at a time may decide; kind: learner, unit."""

    __tablename__ = "turn"

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
