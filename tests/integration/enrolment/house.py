"""The enrolment service on a database of its own, without a bus.

Its calls are methods of the house: `house.request_enrolment(offering_id=…, employee_id=…)`.
What HR tells, and what most tests need but do not speak about, has a helper: `house.an_employee()`.
"""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from services.enrolment.part import PART
from services.enrolment.service import EnrolmentService
from shared.clock import TravellingClock
from shared.database import Database
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.messaging.tables import outbox
from shared.migrations import migrate
from shared.office_calendar import office_calendar
from shared.seal import Seal
from shared.settings import read_settings

WITA = ZoneInfo("Asia/Makassar")
MONDAY_NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Kupang
DAY = timedelta(days=1)


class Told(NamedTuple):
    """An event in the outbox."""

    name: str
    subject: str
    sequence: int
    data: dict[str, Any]


class House:
    """url   of an empty database; clock stands at Monday noon and runs on"""

    def __init__(self, url: str):
        self.database = Database(url, source="/lontar/enrolment")
        migrate(self.database, PART.migrations)
        self.clock = TravellingClock(MONDAY_NOON)
        self.service = EnrolmentService()
        self.service.database = self.database
        self.service.clock = self.clock
        self.service.settings = read_settings()
        self.service.calendar = office_calendar(WITA, None)
        self.service.correlation_id = None
        self.seal = Seal(Seal.new_key())
        self.database.describe(calendar=self.service.calendar, seal=self.seal)
        self._numbers = count(1)
        self._programme: str | None = None

    def __getattr__(self, call: str) -> Any:
        """Calls and timers of the service."""
        return getattr(self.__dict__["service"], call)

    # What HR tells

    def a_unit(self, unit_id: str = "U1", **facts: Any) -> str:
        """A unit that may send everybody away, unless told otherwise."""
        given = {"name": f"Unit {unit_id}", "parent_id": None, "min_on_duty": 0}
        now = self.clock.now()
        told = UnitChanged(occurred_at=now, changed_at=now, unit_id=unit_id, **given | facts)
        with self.database.transaction() as session:
            self.service.learn_unit(told, session)
        return unit_id

    def an_employee(self, employee_id: str | None = None, **facts: Any) -> str:
        """A civil servant of unit U1; without a supervisor, unless told otherwise."""
        employee_id = employee_id or f"E{next(self._numbers):04}"
        self.employees_changed({"employee_id": employee_id} | facts)
        return employee_id

    def employees_changed(self, *people: dict[str, Any]) -> None:
        """What HR says of several people, in one transaction."""
        now = self.clock.now()
        common = {
            "unit_id": "U1",
            "position": "staff",
            "supervisor_id": None,
            "email": None,
            "employment": "PNS",
            "active": True,
            "changed_at": now,
            "occurred_at": now,
        }
        with self.database.transaction() as session:
            for facts in people:
                named = {"name": f"Name of {facts['employee_id']}"}
                told = EmployeeChanged(**common | named | facts)
                self.service.learn_employee(told, session)

    def some_employees(self, number: int, **facts: Any) -> list[str]:
        """So many civil servants alike."""
        names = [f"E{next(self._numbers):04}" for _ in range(number)]
        self.employees_changed(*({"employee_id": name} | facts for name in names))
        return names

    def an_officer(self, employee_id: str = "OFFICER", **facts: Any) -> str:
        """Somebody of the training office."""
        return self.an_employee(employee_id, **{"unit_id": "BKPSDM", "roles": ["officer"]} | facts)

    # What tests need

    def a_programme(self, **facts: Any) -> str:
        given = {
            "title": "Pelayanan prima",
            "kind": "training",
            "learning_hours": 20,
            "competencies": ["pelayanan"],
            "cost_per_participant": 0,
        }
        return self.service.save_programme(**given | facts)["programme_id"]

    def an_offering(self, **facts: Any) -> str:
        """Two seats, one day of meetings on Tuesday of next week, unless told otherwise."""
        if "programme_id" not in facts:
            self._programme = self._programme or self.a_programme()
            facts["programme_id"] = self._programme
        given = {"meetings": [on("2026-12-01")], "capacity": 2, "min_participants": 0}
        return self.service.schedule_offering(**given | facts)["offering_id"]

    def a_request(self, offering_id: str, employee_id: str | None = None) -> str:
        """The id of an enrolment that waits for a decision."""
        asked = self.service.request_enrolment(
            offering_id=offering_id, employee_id=employee_id or self.an_employee()
        )
        return asked["enrolment_id"]

    def approved(self, offering_id: str, employee_id: str | None = None, **more: Any) -> str:
        """The id of an enrolment that an officer approved: seated, or waiting."""
        enrolment_id = self.a_request(offering_id, employee_id)
        self.approve(enrolment_id, **more)
        return enrolment_id

    def approve(self, enrolment_id: str, **more: Any) -> dict[str, Any]:
        """What an officer's approval answers."""
        given = {"decision": "approve", "decided_by": self.an_officer()}
        return self.service.decide_enrolment(enrolment_id=enrolment_id, **given | more)

    # What became of it

    def enrolment(self, enrolment_id: str) -> dict[str, Any]:
        return self.service.get_enrolment(enrolment_id=enrolment_id)

    def status(self, *enrolment_ids: str) -> Any:
        """Of one enrolment, or of several as a list."""
        found = [self.enrolment(one)["status"] for one in enrolment_ids]
        return found if len(found) > 1 else found[0]

    def told(self, subject: str | None = None) -> list[Told]:
        """Everything in the outbox, in order; about one aggregate, or all."""
        with self.database.reading() as session:
            rows = session.execute(select(outbox).order_by(outbox.c.id)).all()
        told = [
            Told(
                row.event,
                row.subject,
                json.loads(row.headers)["ce-sequence"],
                json.loads(bytes(row.body)),
            )
            for row in rows
        ]
        return [one for one in told if subject in (None, one.subject)]

    def names_told(self, subject: str | None = None) -> list[str]:
        return [told.name for told in self.told(subject)]


def at(day: str, hour: int = 8) -> datetime:
    """An hour of a day in Kupang."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=WITA)


def on(day: str, hours: tuple[int, int] = (8, 16), **more: Any) -> dict[str, Any]:
    """A meeting on a day in Kupang."""
    starts_at, ends_at = (at(day, hour).isoformat() for hour in hours)
    return {"starts_at": starts_at, "ends_at": ends_at} | more
