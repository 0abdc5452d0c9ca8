"""Programmes, offerings and people with everything filled in but what a test speaks about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.domain.offering import Meeting, Offering
from services.enrolment.domain.people import Employee
from services.enrolment.domain.programme import Programme
from shared.working_calendar import WorkingCalendar

WITA = ZoneInfo("Asia/Makassar")
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=WITA).astimezone(UTC)
NO_HOLIDAYS = WorkingCalendar(WITA)

_numbers: Iterator[int] = count(1)


def some_id() -> str:
    return f"id-{next(_numbers):06}"


def at(day: str, hour: int = 8) -> datetime:
    """An hour of a day in Kupang."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=WITA)


def a_meeting(day: str, **facts: Any) -> Meeting:
    """From eight to four."""
    return Meeting(**{"starts_at": at(day, 8), "ends_at": at(day, 16)} | facts)


def a_programme(**facts: Any) -> Programme:
    programme = Programme(
        programme_id="P1",
        title="Pelayanan prima",
        kind="training",
        learning_hours=20,
        competencies=("pelayanan",),
        cost_per_participant=0,
    )
    return replace(programme, **facts)


def an_offering(**facts: Any) -> Offering:
    """Two seats, on Tuesday of next week."""
    offering = Offering(
        offering_id="O1",
        programme=a_programme(),
        meetings=(a_meeting("2026-12-01"),),
        capacity=2,
        min_participants=0,
    )
    return replace(offering, **facts)


def an_employee(employee_id: str = "E1", **facts: Any) -> Employee:
    employee = Employee(
        employee_id=employee_id,
        name=f"Name of {employee_id}",
        unit_id="U1",
        position="staff",
        supervisor_id=None,
        employment="PNS",
        active=True,
    )
    return replace(employee, **facts)


def an_enrolment(**facts: Any) -> Enrolment:
    """Asked for, and not decided."""
    enrolment = Enrolment(
        enrolment_id=some_id(),
        employee_id="E1",
        offering_id="O1",
        programme_id="P1",
        title="Pelayanan prima",
        status=Status.REQUESTED,
        approver_id="E2",
        requested_by="E1",
    )
    return replace(enrolment, **facts)
