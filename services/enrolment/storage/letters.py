"""The letters that the office gave out."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.assignment_letter import Assigned, AssignmentLetter, When
from services.enrolment.domain.attendance import SEATED
from services.enrolment.domain.people import Employee
from services.enrolment.storage.roster import employee_of
from services.enrolment.storage.tables.letters import AssignmentLetterRow
from services.enrolment.storage.tables.offerings import EnrolmentRow
from services.enrolment.storage.tables.roster import EmployeeRow, UnitRow
from shared.database import insert_if_absent
from shared.errors import NotFound

_COLUMNS = (
    "letter_id",
    "offering_id",
    "number",
    "signer_id",
    "signed_on",
    "issued_by",
    "issued_at",
)


class Letters:
    """Letters of assignment; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, letter_id: str) -> AssignmentLetter:
        """Raises NotFound."""
        row = self._session.get(AssignmentLetterRow, letter_id)
        if row is None:
            raise NotFound("letter", letter_id)
        return _letter(row)

    def add(self, letter: AssignmentLetter) -> str | None:
        """Store a letter; where its number is taken, nothing but the id of that letter."""
        facts = asdict(letter)
        columns = {name: facts.pop(name) for name in _COLUMNS}
        insert = insert_if_absent(self._session, AssignmentLetterRow.__table__)
        made = self._session.execute(
            insert.values(columns | {"words": facts}).returning(AssignmentLetterRow.letter_id)
        ).first()
        if made:
            return None
        return self._session.scalar(
            select(AssignmentLetterRow.letter_id).where(AssignmentLetterRow.number == letter.number)
        )

    def page(self, offering_id: str, after: str | None, limit: int) -> list[AssignmentLetter]:
        """Up to limit letters of an offering after an id, the oldest first."""
        rows = self._session.scalars(
            select(AssignmentLetterRow)
            .where(
                AssignmentLetterRow.offering_id == offering_id,
                AssignmentLetterRow.letter_id > (after or ""),
            )
            .order_by(AssignmentLetterRow.letter_id)
            .limit(limit)
        )
        return [_letter(row) for row in rows]

    def seated(self, offering_id: str) -> list[Employee]:
        """Who has or had a seat, by name."""
        rows = self._session.scalars(
            select(EmployeeRow)
            .join(EnrolmentRow, EnrolmentRow.employee_id == EmployeeRow.employee_id)
            .where(EnrolmentRow.offering_id == offering_id, EnrolmentRow.status.in_(SEATED))
            .order_by(EmployeeRow.name, EmployeeRow.employee_id)
        )
        return [employee_of(row) for row in rows]

    def names_of_units(self, people: Sequence[Employee]) -> dict[str, str]:
        """What the units of these people are called; unknown ones keep their id."""
        wanted = {one.unit_id for one in people}
        rows = self._session.execute(
            select(UnitRow.unit_id, UnitRow.name).where(UnitRow.unit_id.in_(sorted(wanted)))
        )
        return {one: one for one in wanted} | {row.unit_id: row.name for row in rows}


def _letter(row: AssignmentLetterRow) -> AssignmentLetter:
    words: dict[str, Any] = dict(row.words)
    words |= {
        "letterhead": tuple(words["letterhead"]),
        "basis": tuple(words["basis"]),
        "meetings": tuple(When(**one) for one in words["meetings"]),
        "participants": tuple(Assigned(**one) for one in words["participants"]),
    }
    return AssignmentLetter(**{name: getattr(row, name) for name in _COLUMNS}, **words)
