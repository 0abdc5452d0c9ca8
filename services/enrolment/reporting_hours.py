"""Use case: how the people of a unit stand in a year."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.enrolment.domain.hours import HoursBalance
from services.enrolment.domain.people import Employee
from services.enrolment.storage.hours_balances import HoursBalances
from services.enrolment.storage.unit_people import UnitPeople


@dataclass(frozen=True)
class UnitHours:
    """A unit with all below it. people: those in service today, with their balances, by id."""

    unit_id: str
    name: str
    year: int
    people: list[tuple[Employee, HoursBalance]]

    @property
    def with_floor(self) -> list[HoursBalance]:
        """The balances of those who are to reach a number of hours."""
        return [one for _, one in self.people if one.target and one.target.kind == "floor"]


def report(session: Session, unit_id: str, year: int) -> UnitHours:
    """Raises NotFound."""
    units = UnitPeople(session)
    name, serving = units.name_of(unit_id), units.serving_in(unit_id)
    balances = HoursBalances(session).of(serving, year)
    return UnitHours(unit_id, name, year, [(one, balances[one.employee_id]) for one in serving])
