"""Files that were checked and wait, for an hour, to be imported: each service its own table."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.columns import Instant
from shared.database import insert_or_update
from shared.errors import NotFound

KEPT_FOR = timedelta(hours=1)


class CheckedFileColumns:
    """The columns of such a table. content: as it came, until its hour is over."""

    __tablename__ = "checked_file"

    file_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
    checked_by: Mapped[str]
    checked_at: Mapped[datetime] = mapped_column(Instant, index=True)


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    """file_id: a fingerprint of the others, so that it means exactly this file."""

    file_id: str
    kind: str
    file_name: str
    content: bytes
    checked_by: str


class CheckedFiles:
    """table: the service's; the caller owns the transaction."""

    def __init__(self, session: Session, table: Any):
        self._session = session
        self._table = table

    def keep(self, file: CheckedFile, now: datetime) -> None:
        """For another hour, where it is there already."""
        statement = insert_or_update(self._session, self._table.__table__)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["file_id"], set_={"checked_at": statement.excluded.checked_at}
            ),
            vars(file) | {"checked_at": now},
        )

    def get(self, file_id: str, now: datetime) -> CheckedFile:
        """Raises NotFound, also when its hour is over."""
        row = self._session.get(self._table, file_id)
        if row is None or row.checked_at < now - KEPT_FOR:
            raise NotFound("checked file", file_id)
        return CheckedFile(
            file_id=row.file_id,
            kind=row.kind,
            file_name=row.file_name,
            content=row.content,
            checked_by=row.checked_by,
        )

    def forget_old(self, now: datetime) -> None:
        """Delete those whose hour is over: they hold facts about people."""
        old = self._table.checked_at < now - KEPT_FOR
        self._session.execute(delete(self._table).where(old))
