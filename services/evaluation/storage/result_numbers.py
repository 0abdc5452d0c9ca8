"""The numbers by which results are shown, as the office decided them."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.result_numbers import NumberName, ResultNumber, number_in_force
from services.evaluation.storage.tables import ResultNumberRow
from shared.ids import new_id


class ResultNumbers:
    """What was decided, and what holds on a day; a later decision about the same day wins."""

    def __init__(self, session: Session):
        self._session = session
        self._decided: list[ResultNumber] | None = None

    def whole(self, name: NumberName, day: date) -> int:
        """A number that counts people, as it holds on the office's day."""
        return int(number_in_force(name, day, self.decided()))

    def decided(self) -> list[ResultNumber]:
        """Every decision, one for each number and day, by day."""
        if self._decided is None:
            rows = self._session.scalars(
                select(ResultNumberRow).order_by(
                    ResultNumberRow.from_day, ResultNumberRow.number_id
                )
            )
            newest = {(row.name, row.from_day): row for row in rows}
            self._decided = [
                ResultNumber(name=row.name, from_day=row.from_day, value=row.value)
                for row in newest.values()
            ]
        return self._decided

    def decide(self, number: ResultNumber, decided_by: str | None, at: datetime) -> None:
        """From a day on, another number holds."""
        self._session.add(
            ResultNumberRow(
                number_id=new_id(),
                name=number.name,
                from_day=number.from_day,
                value=number.value,
                decided_by=decided_by,
                decided_at=at,
            )
        )
