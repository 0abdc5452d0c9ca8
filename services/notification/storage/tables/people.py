"""People as HR describes them. Contact data is kept here and nowhere else."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notification.storage.tables.base import Base
from shared.coming_changes import ComingColumns


class PersonRow(Base):
    """language: as HR says; preferred_language and wishes: as the person chose; email: sealed
    where there is a key; erased_at: HR has not told of the person anew.
    """

    __tablename__ = "person"

    employee_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    language: Mapped[str | None]
    preferred_language: Mapped[str | None]
    wishes: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    active: Mapped[bool]
    roles: Mapped[list[Any]]
    unit_id: Mapped[str | None]
    position: Mapped[str | None]
    changed_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class PersonAheadRow(ComingColumns, Base):
    """A change of a person that takes effect on a later day."""

    __tablename__ = "person_ahead"
