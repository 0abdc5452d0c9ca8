"""The evaluation service as studies see it: everything that it hears, in an invented town."""

import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.evaluation.storage.offerings import Offerings
from shared.events import Event
from shared.events.enrolment import (
    EnrolmentCancelled,
    EnrolmentEnrolled,
    OfferingCancelled,
    OfferingChanged,
    OfferingScheduled,
)
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.ids import new_id
from shared.messaging.subscriber import Handler, Subscriber
from shared.messaging.waiting import Patience
from shared.metrics import Outcomes
from shared.service.subscription import Subscription
from shared.settings import read_settings
from tests.integration.evaluation.house import MONDAY_NOON, House, in_an_envelope

DAY = timedelta(days=1)


@contextmanager
def study_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["StudyHouse"]:
    """On the database that `request.param` names."""
    url = f"sqlite:///{tmp_path / 'evaluation.db'}"
    if request.param == "postgresql":
        made = request.getfixturevalue("migrated_database")("evaluation")
        url = made.replace("postgresql://", "postgresql+psycopg2://")
    house = StudyHouse(url)
    yield house
    house.database.close()


class StudyHouse(House):
    """A house that hears everything the service subscribes to."""

    def __init__(self, url: str):
        super().__init__(url)
        self.service.settings = read_settings()

    def subscriber(self, **_: Handler) -> Subscriber:
        handlers = {
            entrypoint.event.event_name: Handler(
                handle=method,
                latest_wins=entrypoint.latest_wins,
                preload=entrypoint.preload,
            )
            for _, method in inspect.getmembers(self.service, inspect.ismethod)
            for entrypoint in getattr(method, "nameko_entrypoints", ())
            if isinstance(entrypoint, Subscription)
        }
        return Subscriber(
            "evaluation.test.v1",
            "evaluation",
            handlers,
            database=self.database,
            clock=self.clock,
            patience=Patience(),
            observer=Outcomes("evaluation"),
        )

    def hear(self, *events: Event, sequence: int | None = None) -> None:
        """A batch of events, each with an id of its own."""
        self.deliver(*[in_an_envelope(event, sequence=sequence) for event in events])

    def employ(self, unit_id: str, people: int, kind: str | None = "counter") -> list[str]:
        """A unit and its staff: `UNIT-01`, `UNIT-02`, ..."""
        staff = [f"{unit_id}-{number:02}" for number in range(1, people + 1)]
        self.hear(a_unit(unit_id, kind), *[an_employee(one, unit_id) for one in staff])
        return staff

    def seat(self, offering: Event, employee_ids: Iterable[str]) -> list[EnrolmentEnrolled]:
        """Give these people seats, now."""
        seats = [a_seat(offering, one, self.clock.now()) for one in employee_ids]
        self.hear(*seats)
        return seats

    def staff(self, programme_id: str = "P1") -> dict[str, tuple[int, int, int]]:
        """(eligible, seated, completed) by unit, of the only offering of a programme."""
        with self.database.reading() as session:
            offerings = Offerings(session)
            [offering] = offerings.of_programme(programme_id)
            return {
                unit_id: (one.eligible, one.seated, one.completed)
                for unit_id, one in offerings.staff(offering).items()
            }


def a_unit(unit_id: str, kind: str | None = "counter") -> UnitChanged:
    return UnitChanged(
        occurred_at=MONDAY_NOON,
        unit_id=unit_id,
        name=f"Loket {unit_id}",
        parent_id=None,
        min_on_duty=1,
        changed_at=MONDAY_NOON,
        kind=kind,
    )


def an_employee(employee_id: str, unit_id: str, **facts: Any) -> EmployeeChanged:
    given = {
        "occurred_at": MONDAY_NOON,
        "employee_id": employee_id,
        "name": "Ana",
        "unit_id": unit_id,
        "position": "staff",
        "supervisor_id": None,
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": MONDAY_NOON,
    }
    return EmployeeChanged(**given | facts)


def an_offering(starts_at: datetime, told_at: datetime = MONDAY_NOON, **facts: Any):
    given = {
        "occurred_at": told_at,
        "offering_id": new_id(),
        "programme_id": "P1",
        "title": "Pelayanan prima",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=8),
        "venue": None,
        "competencies": ["pelayanan"],
    }
    return OfferingScheduled(**given | facts)


def moved(offering: OfferingScheduled, starts_at: datetime) -> OfferingChanged:
    facts = _facts(offering) | {"starts_at": starts_at, "ends_at": starts_at + DAY}
    return OfferingChanged(**facts, employee_ids=[])


def called_off(offering: OfferingScheduled) -> OfferingCancelled:
    return OfferingCancelled(**_facts(offering), employee_ids=[])


def a_seat(offering: Any, employee_id: str, at: datetime) -> EnrolmentEnrolled:
    return EnrolmentEnrolled(
        occurred_at=at,
        enrolment_id=new_id(),
        employee_id=employee_id,
        offering_id=offering.offering_id,
        programme_id=offering.programme_id,
        title=offering.title,
    )


def given_up(seat: EnrolmentEnrolled, at: datetime) -> EnrolmentCancelled:
    only_seats_say = {"programme_kind", "learning_hours"}
    facts = {name: value for name, value in vars(seat).items() if name not in only_seats_say}
    return EnrolmentCancelled(**facts | {"occurred_at": at}, reason=None)


def _facts(offering: OfferingScheduled) -> dict[str, Any]:
    return {name: value for name, value in vars(offering).items() if name != "competencies"}
