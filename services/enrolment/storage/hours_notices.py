"""Who is to be looked at, and who was told, that learning hours of a year are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.enrolment.domain.hours_checkpoint import Checkpoint
from services.enrolment.storage.tables.records import HoursNoticeRow, HoursRoundRow
from shared.bulk import insert_rows
from shared.ids import new_id


@dataclass(frozen=True, kw_only=True)
class OpenNotice:
    """Somebody was told that hours are missing, and so far they are."""

    notice_id: str
    employee_id: str
    year: int


class HoursRounds:
    """How far each checkpoint has come; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def begin_with(self, checkpoint: Checkpoint, now: datetime) -> None:
        """In a new installation, nobody is told of this one: hours were not entered yet."""
        if self._session.scalar(select(HoursRoundRow.year).limit(1)) is None:
            self._add(checkpoint, finished_at=now)

    def claim(self, checkpoint: Checkpoint) -> HoursRoundRow | None:
        """Locked; None: it is finished, or another process has it in hand."""
        key = (HoursRoundRow.year == checkpoint.year, HoursRoundRow.month == checkpoint.month)
        if self._session.scalar(select(HoursRoundRow.year).where(*key)) is None:
            self._add(checkpoint, finished_at=None)
        return self._session.scalars(
            select(HoursRoundRow)
            .where(*key, HoursRoundRow.finished_at.is_(None))
            .with_for_update(skip_locked=True)
        ).one_or_none()

    def _add(self, checkpoint: Checkpoint, finished_at: datetime | None) -> None:
        row = vars(checkpoint) | {"reached": None, "finished_at": finished_at}
        insert_rows(self._session, HoursRoundRow, [row], if_absent=True)


class HoursNotices:
    """The caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def add(
        self, checkpoint: Checkpoint, employee_ids: Sequence[str], now: datetime
    ) -> dict[str, str]:
        """Keep that these people are told; the new notice of each. Who was told is left out."""
        rows = [
            vars(checkpoint)
            | {"notice_id": new_id(), "employee_id": one, "looked_at": now, "closed_at": None}
            for one in employee_ids
        ]
        wanted = ["employee_id", "notice_id"]
        kept = insert_rows(self._session, HoursNoticeRow, rows, if_absent=True, returning=wanted)
        return {row.employee_id: row.notice_id for row in kept}

    def claim_open(self, now: datetime, rest: timedelta, limit: int) -> list[OpenNotice]:
        """Those not looked at for the longest time, locked; none that was just looked at."""
        rows = self._session.scalars(
            select(HoursNoticeRow)
            .where(HoursNoticeRow.closed_at.is_(None), HoursNoticeRow.looked_at <= now - rest)
            .order_by(HoursNoticeRow.looked_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [
            OpenNotice(notice_id=row.notice_id, employee_id=row.employee_id, year=row.year)
            for row in rows
        ]

    def looked(self, notice_ids: Sequence[str], now: datetime) -> None:
        """They are still true."""
        self._set(notice_ids, looked_at=now)

    def close(self, notice_ids: Sequence[str], now: datetime) -> None:
        """They need not be looked at again."""
        self._set(notice_ids, closed_at=now)

    def _set(self, notice_ids: Sequence[str], **values: datetime) -> None:
        self._session.execute(
            update(HoursNoticeRow)
            .where(HoursNoticeRow.notice_id.in_(sorted(notice_ids)))
            .values(**values),
            execution_options={"synchronize_session": False},
        )
