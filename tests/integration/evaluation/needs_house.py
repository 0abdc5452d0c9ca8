"""Complaints and figures as HR's channel sends them, and an evaluation service that hears them."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.evaluation.storage.measures import Measure, Measures
from services.evaluation.storage.tables import ComplaintRow
from shared.events.hr import ComplaintReceived, ServiceMeasured, UnitChanged
from tests.integration.evaluation.house import MONDAY_NOON, House, in_an_envelope

TODAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = {"period_start": "2026-11-16", "period_end": "2026-11-22"}
IN_THE_WEEK = MONDAY_NOON - 4 * DAY


def a_complaint(complaint_id: str = "T1", **facts: Any) -> ComplaintReceived:
    given = {
        "occurred_at": MONDAY_NOON,
        "category": "antrean",
        "received_at": MONDAY_NOON - HOUR,
        "changed_at": MONDAY_NOON - HOUR,
        "unit_id": "U1",
        "text": "Menunggu dua jam di loket.",
        "source": "SP4N-LAPOR",
    }
    return ComplaintReceived(complaint_id=complaint_id, **given | facts)


def a_measure(**facts: Any) -> ServiceMeasured:
    given = {
        "occurred_at": MONDAY_NOON,
        "unit_id": "U1",
        "metric": "waiting_minutes",
        "date": TODAY,
        "value": 42.5,
        "statistic": "mean",
        "n": 118,
        "changed_at": MONDAY_NOON - HOUR,
    }
    return ServiceMeasured(**given | facts)


def a_unit(unit_id: str = "U1", changed_at: datetime = MONDAY_NOON, **facts: Any) -> UnitChanged:
    given = {"occurred_at": MONDAY_NOON, "name": f"Loket {unit_id}", "parent_id": None}
    return UnitChanged(
        unit_id=unit_id, changed_at=changed_at, min_on_duty=2, **given | {"kind": "counter"} | facts
    )


def complaints_of(house: House) -> dict[str, ComplaintRow]:
    """By id."""
    with house.database.reading() as session:
        return {row.complaint_id: row for row in session.scalars(select(ComplaintRow))}


def series(house: House, metric: str = "waiting_minutes", unit_ids=None) -> list[Measure]:
    with house.database.reading() as session:
        return list(Measures(session).series(metric, unit_ids, date(2000, 1, 1), TODAY))


def hear(house: House, *events: Any) -> None:
    """In one batch."""
    house.deliver(*(in_an_envelope(event) for event in events))


def complaints(unit_id, number, *, received_at=IN_THE_WEEK, category="antrean", name="T"):
    return [
        a_complaint(
            f"{name}-{unit_id}-{each:03}",
            unit_id=unit_id,
            category=category,
            received_at=received_at,
            text=None,
        )
        for each in range(number)
    ]


def services(unit_id, number, day=date(2026, 11, 18)):
    return a_measure(
        unit_id=unit_id,
        metric="services_count",
        statistic="count",
        value=float(number),
        n=number,
        date=day,
    )


def two_offices(house: House):
    """U1 has 12 complaints in the week and 6 before, U2 has 20; both serve, U2 ten times more."""
    hear(
        house,
        a_unit("U1"),
        a_unit("U2"),
        services("U1", 1000),
        services("U2", 10_000),
        services("U1", 1000, date(2026, 11, 11)),
        services("U2", 10_000, date(2026, 11, 11)),
        *complaints("U1", 12),
        *complaints("U2", 20),
        *complaints("U1", 6, received_at=IN_THE_WEEK - 7 * DAY, name="B"),
        *complaints("U2", 20, received_at=IN_THE_WEEK - 7 * DAY, name="B"),
        a_complaint("X1", unit_id=None, received_at=IN_THE_WEEK),
    )
    house.service.save_need_rule(
        category="Antrean", competency="pelayanan prima", trainable_share=0.6, severity=2
    )


def fields_of(refused: pytest.ExceptionInfo) -> list[str]:
    return list(json.loads(str(refused.value))["fields"])
