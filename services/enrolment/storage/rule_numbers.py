"""The numbers of the rules, as the office decided them; and the calendar they count in."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.rule_numbers import RuleName, RuleNumber, number_in_force
from services.enrolment.storage.tables import RuleNumberRow
from shared.ids import new_id
from shared.working_calendar import WorkingCalendar


def calendar_of(session: Session) -> WorkingCalendar:
    """The office's calendar, which every session of the service carries."""
    calendar: WorkingCalendar = session.info["calendar"]
    return calendar


class RuleNumbers:
    """What was decided, and what holds on a day; a later decision about the same day wins."""

    def __init__(self, session: Session):
        self._session = session

    def in_force(self, name: RuleName, at: datetime) -> int:
        """The number of a rule on the office's day of an instant."""
        return number_in_force(name, calendar_of(self._session).day_of(at), self.decided())

    def decided(self) -> list[RuleNumber]:
        """Every decision, one for each rule and day, by day."""
        rows = self._session.scalars(
            select(RuleNumberRow).order_by(RuleNumberRow.from_day, RuleNumberRow.rule_number_id)
        )
        newest = {
            (row.name, row.from_day): RuleNumber(
                name=row.name, from_day=row.from_day, value=row.value
            )
            for row in rows
        }
        return list(newest.values())

    def decide(
        self, name: str, value: int, from_day: date, decided_by: str | None, at: datetime
    ) -> None:
        """From a day on, a rule counts with another number."""
        self._session.add(
            RuleNumberRow(
                rule_number_id=new_id(),
                name=name,
                from_day=from_day,
                value=value,
                decided_by=decided_by,
                decided_at=at,
            )
        )
