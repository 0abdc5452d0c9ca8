"""Complaints and service measures come in over the bus."""

from datetime import timedelta

import pytest

from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.needs_house import (
    HOUR,
    TODAY,
    a_complaint,
    a_measure,
    a_unit,
    complaints_of,
    hear,
    series,
)


def test_one_complaint_is_one_ticket_and_the_newest_word_on_it_counts(house):
    later = MONDAY_NOON
    hear(house, a_unit(), a_complaint(category="sikap", changed_at=later), a_complaint())
    assert {row.category for row in complaints_of(house).values()} == {"sikap"}

    hear(house, a_complaint(category="berkas", changed_at=later))
    hear(house, a_complaint(category="antrean"))

    (row,) = complaints_of(house).values()
    assert (row.complaint_id, row.category, row.unit_id) == ("T1", "berkas", "U1")


@pytest.mark.parametrize("text", ["Menunggu dua jam di loket.", None])
def test_thirty_citizens_complaining_alike_are_thirty(house, text):
    alike = [a_complaint(f"T{number}", text=text) for number in range(30)]

    hear(house, a_unit(), *alike)

    assert len(complaints_of(house)) == 30


def test_numbers_of_persons_and_phones_are_masked_before_anything_is_kept(house):
    text = "NIK 5371012001900001, hubungi 0812-3456-7890 atau ani@contoh.id; antrean A-0123"

    hear(house, a_complaint(text=text))

    (row,) = complaints_of(house).values()
    assert row.text == "NIK [NIK], hubungi [telepon] atau [surel]; antrean A-0123"


def test_a_complaint_without_a_known_unit_is_in_triage_until_the_unit_is_known(house):
    hear(house, a_complaint("T1"), a_complaint("T2", unit_id=None))
    assert [row.unit_id for row in complaints_of(house).values()] == [None, None]
    assert house.waiting() == []

    hear(house, a_unit())

    assert {one: row.unit_id for one, row in complaints_of(house).items()} == {
        "T1": "U1",
        "T2": None,
    }


def test_a_unit_that_arrives_between_complaints_of_one_batch_settles_them_all(house):
    hear(house, a_complaint("T1"), a_unit(), a_complaint("T2"))

    assert {row.unit_id for row in complaints_of(house).values()} == {"U1"}


def test_the_newest_figure_of_unit_metric_day_and_statistic_counts(house):
    hear(
        house,
        a_measure(value=40.0, changed_at=MONDAY_NOON),
        a_measure(value=99.0),
        a_measure(value=35.0, statistic="median"),
        a_measure(value=12.0, unit_id="U2"),
    )
    hear(house, a_measure(value=41.0, changed_at=MONDAY_NOON), a_measure(value=98.0))

    assert series(house, unit_ids=["U1"]) == [
        ("U1", TODAY, "mean", 41.0, 118),
        ("U1", TODAY, "median", 35.0, 118),
    ]
    assert [one.unit_id for one in series(house)] == ["U1", "U1", "U2"]


BAD = [
    ({"value": -3.0}, "waiting_minutes is -3"),
    ({"date": TODAY + timedelta(days=1)}, "2026-11-24 lies in the future"),
    ({"n": 0}, "nothing has no mean"),
    ({"n": 0, "statistic": "median"}, "nothing has no median"),
    ({"n": -1}, "counted from 0"),
    ({"metric": "on_time_percent", "value": 300.0}, "more than 100 is not possible"),
    ({"metric": "services_count", "statistic": "count", "value": 1.5}, "a whole number"),
]


@pytest.mark.parametrize(("facts", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_measure_that_cannot_be_is_parked_and_the_rest_goes_on(house, facts, reason):
    hear(house, a_measure(unit_id="U1"), a_measure(unit_id="U2", **facts), a_measure(unit_id="U3"))

    assert [one.unit_id for one in series(house)] == ["U1", "U3"]
    (parked,) = house.waiting()
    assert reason in parked
    assert house.names_told() == ["message.parked"]


def test_a_day_without_services_may_be_told(house):
    hear(house, a_measure(metric="services_count", statistic="count", value=0.0, n=0))

    assert [one.value for one in series(house, "services_count")] == [0.0]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"received_at": MONDAY_NOON + 2 * HOUR}, "in the future"), ({"category": " "}, "is blank")],
)
def test_a_complaint_that_cannot_be_is_parked_and_the_rest_goes_on(house, facts, reason):
    hear(house, a_complaint("T1"), a_complaint("T2", **facts))

    assert list(complaints_of(house)) == ["T1"]
    assert reason in house.waiting()[0]


def test_today_is_the_day_of_the_units_zone(house):
    house.clock.travel(13 * HOUR)  # 01:00 of the next day in Kupang, 17:00 of today in UTC

    hear(house, a_measure(date=TODAY + timedelta(days=1)))

    assert house.waiting() == []
