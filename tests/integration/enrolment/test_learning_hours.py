"""The ledger of learning hours: earned, booked, asked for, reported."""

import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import on
from tests.integration.enrolment.training_office import (
    a_seat,
    codes,
    completes,
    confirms,
    hands_in,
    hours,
    open_office,
)


@pytest.fixture
def office(house):
    return open_office(house)


def test_hours_are_booked_then_earned_with_their_source_and_evidence(office):
    enrolment = a_seat(office)
    before = hours(office)

    completes(office, enrolment)
    after = hours(office)

    assert (before["earned"], before["booked"], before["forecast"]) == (0, 12, 12)
    assert (after["earned"], after["booked"], after["forecast"]) == (12, 0, 12)
    (entry,) = after["entries"]
    code = office.get_certificate(enrolment_id=enrolment)["code"]
    assert (entry["source"], entry["evidence"], entry["hours"]) == ("completion", code, 12)
    assert (entry["enrolment_id"], entry["learning_id"]) == (enrolment, None)


def test_a_request_or_a_place_in_the_queue_is_not_booked(office):
    offering = office.an_offering(programme_id=office.twelve, capacity=1)
    office.approved(offering, office.an_employee())
    office.approved(offering, "LEARNER")
    office.a_request(office.an_offering(programme_id=office.twelve), "LEARNER")

    assert hours(office)["booked"] == 0


def test_an_offering_is_booked_in_the_year_in_which_it_ends_in_the_office(office):
    """Until half past eleven in the evening of the last day of the year, in Kupang."""
    last_evening = {
        "starts_at": "2026-12-31T22:00:00+08:00",
        "ends_at": "2026-12-31T23:30:00+08:00",
    }
    new_year = {"starts_at": "2027-01-01T00:00:00+08:00", "ends_at": "2027-01-01T02:00:00+08:00"}
    earlier = {
        "starts_at": "2026-12-31T19:00:00+08:00",
        "ends_at": "2026-12-31T21:00:00+08:00",
    }
    a_seat(office, meetings=[last_evening])
    a_seat(office, meetings=[earlier, new_year])

    assert [hours(office, year=year)["booked"] for year in (2026, 2027)] == [12, 12]


def test_a_floor_warns_until_enough_is_booked(office):
    first = hours(office)
    a_seat(office)
    a_seat(office, day="2026-12-08")
    second = hours(office)

    assert (first["target"], first["target_kind"], codes(first)) == (20, "floor", ["below_target"])
    assert (second["forecast"], codes(second)) == (24, [])


def test_a_cap_warns_and_refuses_nothing(office):
    office.an_employee("CONTRACT", employment="PPPK")
    for day in ("2026-12-01", "2026-12-08", "2026-12-15"):
        assert office.status(a_seat(office, "CONTRACT", day)) == "enrolled"

    answer = hours(office, "CONTRACT")

    assert (answer["target"], answer["target_kind"]) == (24, "cap")
    assert (answer["forecast"], codes(answer)) == (36, ["above_cap"])


def test_an_approval_that_passes_the_cap_says_so(office):
    office.an_employee("CONTRACT", employment="PPPK")
    a_seat(office, "CONTRACT")
    a_seat(office, "CONTRACT", "2026-12-08")
    third = office.a_request(
        office.an_offering(programme_id=office.twelve, meetings=[on("2026-12-15")]), "CONTRACT"
    )

    (said,) = office.approve(third)["warnings"]

    assert "24 JP earned or booked in 2026: 12 more pass the cap of 24 JP" in said


def test_a_cap_that_the_office_made_refuse_refuses_unless_an_officer_says_why(office):
    office.save_hours_target(employment="PPPK", hours=24, kind="cap", refuses=True)
    office.an_employee("CONTRACT", employment="PPPK")
    a_seat(office, "CONTRACT")
    a_seat(office, "CONTRACT", "2026-12-08")
    third = office.a_request(
        office.an_offering(programme_id=office.twelve, meetings=[on("2026-12-15")]), "CONTRACT"
    )

    with pytest.raises(Conflict, match=r"cap of 24 JP.*next year"):
        office.approve(third)
    assert office.status(third) == "requested"
    office.approve(third, override_reason="wajib bagi jabatannya")

    assert office.status(third) == "enrolled"


def test_the_office_decides_another_target_from_a_day_on(office):
    office.save_hours_target(employment="PNS", hours=30, from_day="2027-01-01")
    office.save_hours_target(employment="honorer", hours=8)

    assert [hours(office, year=year)["target"] for year in (2026, 2027)] == [20, 30]
    assert hours(office, office.an_employee(employment="honorer"))["target"] == 8
    listed = office.list_hours_targets()["items"]
    assert [one["hours"] for one in listed] == [20, 20, 24, 30, 8]
    with pytest.raises(ValidationError, match="refuses"):
        office.save_hours_target(employment="PNS", hours=30, refuses=True)


def test_a_target_can_be_taken_away(office):
    office.save_hours_target(employment="PNS", hours=None, from_day="2026-01-01")

    assert (hours(office)["target"], codes(hours(office))) == (None, [])


def test_hours_count_in_the_year_of_the_office(office):
    """Half past midnight of New Year in Kupang is still the old year in UTC."""
    night = {"starts_at": "2025-12-31T23:00:00+08:00", "ends_at": "2026-01-01T00:30:00+08:00"}
    completes(office, a_seat(office, meetings=[night]))

    assert [hours(office, year=year)["earned"] for year in (2025, 2026)] == [0, 12]


def test_a_cancelled_offering_is_not_booked(office):
    enrolment = a_seat(office)

    office.cancel_offering(
        offering_id=office.enrolment(enrolment)["offering_id"], reason="no trainer"
    )

    assert hours(office)["booked"] == 0


def test_a_reversal_is_a_counter_entry(office):
    enrolment = a_seat(office)
    completes(office, enrolment)

    office.reverse_completion(enrolment_id=enrolment, reason="salah orang")

    answer = hours(office)
    assert answer["earned"] == 0
    assert [(one["hours"], one["reason"]) for one in answer["entries"]] == [
        (12, "completed"),
        (-12, "reversed"),
    ]


def test_the_report_of_a_unit_has_all_below_it(office):
    office.an_employee("BOSS", unit_id="CITY")
    office.an_employee("GONE", active=False)
    completes(office, a_seat(office))
    confirms(office, hands_in(office, learning_hours=8))

    report = office.get_unit_learning_hours(unit_id="CITY", year=2026)

    assert (report["people"], report["with_floor"], report["reached"]) == (2, 2, 1)
    assert report["earned"] == 20
    assert [(one["employee_id"], one["earned"]) for one in report["items"]] == [
        ("BOSS", 0),
        ("LEARNER", 20),
    ]
    below = office.get_unit_learning_hours(unit_id="U1", year=2026)
    assert [one["employee_id"] for one in below["items"]] == ["LEARNER"]
    page = office.get_unit_learning_hours(unit_id="CITY", year=2026, limit=1)
    assert (len(page["items"]), page["next"], page["earned"]) == (1, "BOSS", 20)
    rest = office.get_unit_learning_hours(unit_id="CITY", year=2026, after="BOSS")
    assert (len(rest["items"]), rest["next"]) == (1, None)
    with pytest.raises(NotFound):
        office.get_unit_learning_hours(unit_id="NONE", year=2026)
