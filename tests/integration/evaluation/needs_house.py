"""Complaints and figures as HR's channel sends them, and an evaluation service that hears them."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from services.evaluation.storage.measures import Measure, Measures
from services.evaluation.storage.tables import ComplaintRow
from shared.events.hr import ComplaintReceived, ServiceMeasured, UnitChanged
from tests.integration.evaluation.house import MONDAY_NOON, House, in_an_envelope

TODAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)


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
