"""Who was there, as it was recorded last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.attendance import SEATED, Attendance, Presence, attendance_of
from services.enrolment.domain.enrolment import Enrolment
from services.enrolment.domain.offering import Meeting
from services.enrolment.storage.tables.offerings import EnrolmentRow
from services.enrolment.storage.tables.records import AttendanceRow
from shared.database import insert_or_update


@dataclass(frozen=True)
class Sheet:
    """What is recorded of a class: marks by enrolment and meeting."""

    marks: Mapping[str, Mapping[int, Presence]]

    @property
    def taken(self) -> set[int]:
        """The meetings whose attendance was recorded for anybody."""
        return {number for of_one in self.marks.values() for number in of_one}

    def marks_of(self, enrolment_id: str) -> Mapping[int, Presence]:
        return self.marks.get(enrolment_id, {})

    def of(self, enrolment_id: str, meetings: Sequence[Meeting]) -> Attendance:
        """What the marks of one learner come to."""
        return attendance_of(meetings, self.taken, self.marks_of(enrolment_id))


@dataclass(frozen=True)
class Seated:
    """Somebody who has or had a seat."""

    enrolment_id: str
    employee_id: str
    status: str


class AttendanceSheets:
    """Attendance by offering; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def record(
        self,
        marks: Iterable[tuple[Enrolment, int, Presence]],
        recorded_by: str | None,
        at: datetime,
    ) -> None:
        """Keep these marks; what was recorded before of the same meeting is corrected."""
        insert = insert_or_update(self._session, AttendanceRow)
        changed = {name: insert.excluded[name] for name in ("status", "recorded_by", "recorded_at")}
        statement = insert.on_conflict_do_update(
            index_elements=["enrolment_id", "meeting"], set_=changed
        )
        rows = [
            {
                "enrolment_id": enrolment.enrolment_id,
                "meeting": meeting,
                "offering_id": enrolment.offering_id,
                "status": str(status),
                "recorded_by": recorded_by,
                "recorded_at": at,
            }
            for enrolment, meeting, status in marks
        ]
        self._session.connection().execute(statement, rows)

    def seated(self, offering_id: str, after: str | None, limit: int) -> list[Seated]:
        """Up to limit learners who have or had a seat, by enrolment."""
        rows = self._session.execute(
            select(EnrolmentRow.enrolment_id, EnrolmentRow.employee_id, EnrolmentRow.status)
            .where(
                EnrolmentRow.offering_id == offering_id,
                EnrolmentRow.status.in_(SEATED),
                EnrolmentRow.enrolment_id > (after or ""),
            )
            .order_by(EnrolmentRow.enrolment_id)
            .limit(limit)
        )
        return [Seated(*row) for row in rows]

    def of_offering(self, offering_id: str) -> Sheet:
        """Everything that is recorded of a class."""
        rows = self._session.execute(
            select(AttendanceRow.enrolment_id, AttendanceRow.meeting, AttendanceRow.status).where(
                AttendanceRow.offering_id == offering_id
            )
        )
        marks: dict[str, dict[int, Presence]] = {}
        for row in rows:
            marks.setdefault(row.enrolment_id, {})[row.meeting] = Presence(row.status)
        return Sheet(marks)
