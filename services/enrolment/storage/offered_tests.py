"""Test-outs: offered, taken, passed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.exemption import OfferedTest
from services.enrolment.storage.tables import OfferedTestRow
from shared.errors import NotFound


class OfferedTests:
    """Test-outs as domain objects; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def lock(self, test_id: str) -> OfferedTest:
        """Raises NotFound."""
        row = self._session.get(
            OfferedTestRow, test_id, with_for_update=True, populate_existing=True
        )
        if row is None:
            raise NotFound("test-out", test_id)
        return _offered_test(row)

    def add(self, offered: OfferedTest) -> None:
        self._session.add(OfferedTestRow(**asdict(offered)))

    def save(self, taken: OfferedTest, recorded_by: str | None) -> None:
        """Store how a locked test went."""
        self._session.merge(OfferedTestRow(**asdict(taken), recorded_by=recorded_by))

    def exempt(self, programme_id: str, employee_ids: Iterable[str]) -> set[str]:
        """Those of these employees who passed the programme's test."""
        return set(
            self._session.scalars(
                select(OfferedTestRow.employee_id).where(
                    OfferedTestRow.programme_id == programme_id,
                    OfferedTestRow.employee_id.in_(list(employee_ids)),
                    OfferedTestRow.passed.is_(True),
                )
            )
        )

    def programmes_passed(self, employee_id: str) -> set[str]:
        """The programmes whose test an employee passed: they count as prerequisites."""
        return set(
            self._session.scalars(
                select(OfferedTestRow.programme_id).where(
                    OfferedTestRow.employee_id == employee_id, OfferedTestRow.passed.is_(True)
                )
            )
        )

    def page(self, wanted: Any) -> Sequence[OfferedTest]:
        """wanted: programme_id, employee_id, passed, after, limit."""
        statement = select(OfferedTestRow).order_by(OfferedTestRow.test_id).limit(wanted.limit)
        for name in ("programme_id", "employee_id", "passed"):
            if (value := getattr(wanted, name)) is not None:
                statement = statement.where(getattr(OfferedTestRow, name) == value)
        if wanted.after:
            statement = statement.where(OfferedTestRow.test_id > wanted.after)
        return [_offered_test(row) for row in self._session.scalars(statement)]


def _offered_test(row: OfferedTestRow) -> OfferedTest:
    return OfferedTest(**{each.name: getattr(row, each.name) for each in fields(OfferedTest)})
