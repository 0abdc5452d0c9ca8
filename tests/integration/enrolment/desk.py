"""The enrolment service on a database of its own, without a bus: what is asked, what leaves."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

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

MONDAY_NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Kupang


class Desk:
    """A unit with a head, a supervisor, an officer and learners E1 to E9."""

    def __init__(self, database: Database):
        self.database = database
        migrate(database, PART.migrations)
        self.clock = TravellingClock(MONDAY_NOON)
        self.service: Any = EnrolmentService()
        self.service.database, self.service.clock = database, self.clock
        self.service.settings = replace(read_settings())
        self.service.calendar = office_calendar(self.service.settings.time_zone, None)
        self.service.correlation_id = None
        database.describe(calendar=self.service.calendar, seal=Seal(Seal.new_key()))
        self.learn(a_unit("U0", head_id="TOP"), a_unit("U1", parent_id="U0", head_id="HEAD"))
        self.learn(an_employee("TOP", "U0"), an_employee("HEAD"), an_employee("BOSS"))
        self.learn(an_employee("OFFICER", "U0", roles=["officer"]))
        self.learn(*[an_employee(f"E{n}", supervisor_id="BOSS") for n in range(1, 10)])

    def learn(self, *told: EmployeeChanged | UnitChanged) -> None:
        """As if HR's events had come."""
        with self.database.transaction() as session:
            for event in told:
                if isinstance(event, EmployeeChanged):
                    self.service.learn_employee(event, session)
                else:
                    self.service.learn_unit(event, session)

    def a_programme(self, **facts: Any) -> str:
        given = {
            "title": "Pelayanan Prima",
            "kind": "training",
            "learning_hours": 12,
            "competencies": ["pelayanan_publik"],
            "cost_per_participant": 250_000,
        }
        return str(self.service.save_programme(**(given | facts))["programme_id"])

    def an_offering(self, *, starts_in: timedelta = timedelta(days=-2), **facts: Any) -> str:
        """Six hours, the day before yesterday unless it is said otherwise."""
        starts_at = self.clock.now() + starts_in
        meeting = {
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(hours=6)).isoformat(),
        }
        given = {"meetings": [meeting], "capacity": 20, "min_participants": 1}
        if "programme_id" not in facts:
            given["programme_id"] = self.a_programme()
        return str(self.service.schedule_offering(**(given | facts))["offering_id"])

    def a_request(self, offering_id: str, employee_id: str = "E1") -> str:
        asked = self.service.request_enrolment(offering_id=offering_id, employee_id=employee_id)
        return str(asked["enrolment_id"])

    def a_seat(self, offering_id: str, employee_id: str = "E1") -> str:
        """Without request and approval: nominated by the officer."""
        [answer] = self.nominate(offering_id, employee_id)
        assert answer["status"] == "enrolled", answer
        return str(answer["enrolment_id"])

    def nominate(self, offering_id: str, *employee_ids: str) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = self.service.nominate(
            offering_id=offering_id, employee_ids=list(employee_ids), nominated_by="OFFICER"
        )
        return answers

    def complete(self, offering_id: str, *results: dict[str, Any], **facts: Any) -> dict[str, int]:
        given = {"completed_at": self.clock.now().isoformat(), "results": list(results)}
        answer: dict[str, int] = self.service.complete_offering(
            offering_id=offering_id, **(given | facts)
        )
        return answer

    def status(self, enrolment_id: str) -> str:
        return str(self.service.get_enrolment(enrolment_id=enrolment_id)["status"])

    def told(self, *names: str) -> list[dict[str, Any]]:
        """The data of the events of these names in the outbox, in order."""
        return [data for name, _, data in self.everything_told() if name in names]

    def everything_told(self) -> list[tuple[str, int, dict[str, Any]]]:
        """(event, sequence, data) of the outbox, in order."""
        with self.database.reading() as session:
            rows = session.execute(select(outbox).order_by(outbox.c.id)).all()
        return [
            (row.event, json.loads(row.headers)["ce-sequence"], json.loads(bytes(row.body)))
            for row in rows
        ]


def an_employee(employee_id: str, unit_id: str = "U1", **facts: Any) -> EmployeeChanged:
    given: dict[str, Any] = {
        "occurred_at": MONDAY_NOON,
        "employee_id": employee_id,
        "name": f"Maria {employee_id}",
        "unit_id": unit_id,
        "position": "Analis",
        "supervisor_id": None,
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": MONDAY_NOON,
    }
    return EmployeeChanged(**(given | facts))


def a_unit(unit_id: str, **facts: Any) -> UnitChanged:
    given: dict[str, Any] = {
        "occurred_at": MONDAY_NOON,
        "unit_id": unit_id,
        "name": f"Unit {unit_id}",
        "parent_id": None,
        "min_on_duty": 1,
        "changed_at": MONDAY_NOON,
    }
    return UnitChanged(**(given | facts))


def passed(employee_id: str, score: float | None = None) -> dict[str, Any]:
    return {"employee_id": employee_id, "passed": True, "score": score}


def failed(employee_id: str) -> dict[str, Any]:
    return {"employee_id": employee_id, "passed": False}
