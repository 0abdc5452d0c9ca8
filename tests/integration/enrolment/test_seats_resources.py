"""A room or a trainer is in one place at a time."""

import eventlet
import pytest

from shared.errors import Conflict, ValidationError
from tests.integration.enrolment.house import House, on


def test_a_room_is_not_booked_twice_and_the_refusal_says_by_whom(house):
    first = house.an_offering(resource_ids=["AULA", "TRAINER 1"])

    with pytest.raises(Conflict, match=f"AULA from 2026-12-01T00:00:00.* by offering {first}"):
        house.an_offering(resource_ids=["AULA"], meetings=[on("2026-12-01", (15, 18))])


def test_one_after_the_other_on_the_same_day_is_fine(house):
    house.an_offering(resource_ids=["AULA"])

    afterwards = house.an_offering(resource_ids=["AULA"], meetings=[on("2026-12-01", (16, 18))])

    assert house.get_offering(offering_id=afterwards)["resource_ids"] == ["AULA"]


def test_an_offering_that_is_moved_or_called_off_frees_its_room(house):
    moved, called_off = (
        house.an_offering(resource_ids=["AULA"], meetings=[on(day)])
        for day in ("2026-12-01", "2026-12-02")
    )
    house.schedule_offering(offering_id=moved, meetings=[on("2026-12-03")])
    house.cancel_offering(offering_id=called_off, reason="banjir")

    for day in ("2026-12-01", "2026-12-02"):
        house.an_offering(resource_ids=["AULA"], meetings=[on(day)])
    with pytest.raises(Conflict, match="booked already"):
        house.an_offering(resource_ids=["AULA"], meetings=[on("2026-12-03")])


def test_an_offering_is_not_moved_to_where_its_room_is_taken(house):
    house.an_offering(resource_ids=["AULA"], meetings=[on("2026-12-02")])
    other = house.an_offering(resource_ids=["AULA"], meetings=[on("2026-12-01")])

    with pytest.raises(Conflict, match="booked already"):
        house.schedule_offering(offering_id=other, meetings=[on("2026-12-02")])

    assert house.get_offering(offering_id=other)["starts_at"].startswith("2026-12-01")


def test_a_resource_has_an_id(house):
    with pytest.raises(ValidationError, match="resource_ids"):
        house.an_offering(resource_ids=[""])


def test_two_who_book_the_same_room_at_once_are_told_apart(copied_database):
    url = copied_database("enrolment").replace("postgresql://", "postgresql+psycopg2://")
    house = House(url)
    programme = house.a_programme()
    booked, refused = [], []

    def book() -> None:
        try:
            booked.append(house.an_offering(programme_id=programme, resource_ids=["AULA"]))
        except Conflict:
            refused.append(True)

    greenlets = [eventlet.spawn(book) for _ in range(8)]
    for one in greenlets:
        one.wait()
    house.database.close()

    assert (len(booked), len(refused)) == (1, 7)
