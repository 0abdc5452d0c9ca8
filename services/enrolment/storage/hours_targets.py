"""How many hours a year the office asks of whom, as it was decided."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.hours import HoursTarget, target_in_force
from services.enrolment.storage.tables.records import HoursTargetRow
from shared.ids import new_id


class HoursTargets:
    """What was decided, read once; of two decisions about the same day the later one counts."""

    def __init__(self, session: Session):
        self._session = session
        self._decided: list[HoursTarget] | None = None

    def in_force(self, employment: str, year: int) -> HoursTarget | None:
        """The target at the end of a year; None where there is none."""
        return target_in_force(employment, year, self.decided())

    def decided(self) -> list[HoursTarget]:
        """Every decision, in the order they were made."""
        if self._decided is None:
            rows = self._session.scalars(select(HoursTargetRow).order_by(HoursTargetRow.target_id))
            self._decided = [_target(row) for row in rows]
        return self._decided

    def decide(self, target: HoursTarget, decided_by: str | None, at: datetime) -> None:
        """From a day on, another target."""
        hours = None if target.hours is None else Decimal(str(target.hours))
        facts = vars(target) | {"hours": hours}
        self._session.add(
            HoursTargetRow(target_id=new_id(), **facts, decided_by=decided_by, decided_at=at)
        )


def _target(row: HoursTargetRow) -> HoursTarget:
    return HoursTarget(
        employment=row.employment,
        from_day=row.from_day,
        hours=None if row.hours is None else float(row.hours),
        kind="cap" if row.kind == "cap" else "floor",
        refuses=row.refuses,
    )
