"""The ledger of learning hours: earned, booked, learned elsewhere, asked for, reported."""

import csv
import io

import pytest

from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from tests.integration.enrolment.house import at, on


@pytest.fixture
def office(house):
    """LEARNER of unit U1 below CITY; a programme of 12 JP; an OFFICER."""
    house.a_unit("CITY")
    house.a_unit("U1", parent_id="CITY")
    house.an_officer()
    house.an_employee("LEARNER")
    house.twelve = house.a_programme(learning_hours=12, provider="BKPSDM")
    return house


def a_seat(house, employee_id="LEARNER", day="2026-12-01", **facts):
    offering = house.an_offering(**{"programme_id": house.twelve, "meetings": [on(day)]} | facts)
    return house.approved(offering, employee_id)


def completes(house, enrolment):
    one = house.enrolment(enrolment)
    ends_at = house.get_offering(offering_id=one["offering_id"])["ends_at"]
    if house.clock.now() < at("2026-12-20"):
        house.clock.travel_to(at("2026-12-20"))
    house.complete_offering(
        offering_id=one["offering_id"],
        completed_at=ends_at,
        results=[{"employee_id": one["employee_id"], "passed": True}],
    )


def hands_in(house, **facts):
    given = {
        "employee_id": "LEARNER",
        "title": "Seminar nasional",
        "organiser": "LAN",
        "learning_hours": 6,
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-03",
        "evidence": "arsip 12",
        "certificate_number": "12/LAN/2026",
    }
    return house.record_external_learning(**given | facts)["learning_id"]


def confirms(house, learning_id, decision="confirm", by="OFFICER", **more):
    return house.decide_external_learning(
        learning_id=learning_id, decision=decision, decided_by=by, **more
    )


def hours(house, employee_id="LEARNER", year=2026):
    return house.get_learning_hours(employee_id=employee_id, year=year)


def codes(answer):
    return [one["code"] for one in answer["warnings"]]


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
    a_seat(office, meetings=[last_evening])
    a_seat(office, meetings=[last_evening, new_year])

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


def test_what_was_learned_elsewhere_counts_once_an_officer_confirms_it(office):
    learning = hands_in(office)
    waiting = hours(office)

    confirmed = confirms(office, learning)
    counted = hours(office)

    assert (waiting["earned"], waiting["unconfirmed"]) == (0, 6)
    assert (confirmed["status"], confirmed["decided_by"]) == ("confirmed", "OFFICER")
    assert (counted["earned"], counted["unconfirmed"]) == (6, 0)
    (entry,) = counted["entries"]
    assert (entry["source"], entry["evidence"], entry["learning_id"]) == (
        "external",
        "arsip 12",
        learning,
    )


def test_only_another_officer_confirms(office):
    learning = hands_in(office, employee_id="OFFICER")

    for by in ("OFFICER", "LEARNER", "NOBODY"):
        with pytest.raises(Forbidden):
            confirms(office, learning, by=by)
    confirms(office, learning, by=office.an_officer("COLLEAGUE"))


def test_a_rejection_gives_its_reason_and_it_may_be_handed_in_again(office):
    learning = hands_in(office)

    with pytest.raises(ValidationError, match="reason"):
        confirms(office, learning, "reject")
    assert confirms(office, learning, "reject", reason="bukti kurang")["reason"] == "bukti kurang"
    with pytest.raises(Conflict, match="rejected already"):
        confirms(office, learning)
    hands_in(office)

    listed = office.list_external_learning(employee_id="LEARNER")["items"]
    assert [one["status"] for one in listed] == ["rejected", "recorded"]
    assert len(office.list_external_learning(status="rejected")["items"]) == 1


def test_the_same_thing_is_handed_in_once(office):
    hands_in(office)

    with pytest.raises(Conflict, match="recorded for LEARNER already"):
        hands_in(office, title="SEMINAR NASIONAL")
    hands_in(office, ends_on="2026-03-04")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"employee_id": "NOBODY"}, NotFound),
        ({"ends_on": "2026-03-01"}, ValidationError),
        ({"ends_on": "2026-11-24"}, ValidationError),
        ({"learning_hours": 0}, ValidationError),
        ({"evidence": " "}, ValidationError),
    ],
)
def test_what_cannot_be_is_refused(office, wrong, error):
    with pytest.raises(error):
        hands_in(office, **wrong)


def test_a_confirmation_is_taken_back_by_a_counter_entry(office):
    learning = hands_in(office)
    confirms(office, learning)

    office.reverse_external_learning(learning_id=learning, reversed_by="OFFICER", reason="palsu")

    answer = hours(office)
    assert (answer["earned"], [one["hours"] for one in answer["entries"]]) == (0, [6, -6])
    with pytest.raises(Conflict, match="reversed"):
        office.reverse_external_learning(
            learning_id=learning, reversed_by="OFFICER", reason="palsu"
        )


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


def test_the_personnel_system_gets_what_stands_and_hears_what_does_not_fit(office):
    completes(office, a_seat(office))
    unnamed = office.a_programme(title="Tanpa penyelenggara", learning_hours=4)
    completes(office, a_seat(office, programme_id=unnamed, day="2026-12-02"))
    reversed_one = a_seat(office, day="2026-12-03")
    completes(office, reversed_one)
    office.reverse_completion(enrolment_id=reversed_one, reason="salah orang")
    confirms(office, hands_in(office))
    hands_in(office, title="Belum")

    export = office.export_learning_records(year=2026)

    rows = list(csv.DictReader(io.StringIO(export["csv"])))
    assert export["records"] == len(rows) == 2
    assert [(one["namaKursus"], one["institusiPenyelenggara"]) for one in rows] == [
        ("Seminar nasional", "LAN"),
        ("Pelayanan prima", "BKPSDM"),
    ]
    assert rows[1]["tanggalKursus"] == rows[1]["tanggalSelesaiKursus"] == "01-12-2026"
    assert [(one["title"], "provider" in one["reason"]) for one in export["left_out"]] == [
        ("Tanpa penyelenggara", True)
    ]


def test_the_export_of_a_unit_names_a_registered_provider_by_its_name(office):
    provider = office.save_provider(name="Balai Diklat", kind="training_centre")["provider_id"]
    programme = office.a_programme(title="Arsip", learning_hours=10, provider=provider)
    completes(office, a_seat(office, programme_id=programme))
    office.an_employee("BOSS", unit_id="CITY")
    completes(office, a_seat(office, "BOSS", "2026-12-02"))

    export = office.export_learning_records(year=2026, unit_id="U1")

    (row,) = csv.DictReader(io.StringIO(export["csv"]))
    assert (row["pnsOrangId"], row["institusiPenyelenggara"]) == ("LEARNER", "Balai Diklat")
    assert office.export_learning_records(year=2027)["records"] == 0


def test_the_personnel_system_gets_the_certificate_that_holds(office):
    again = a_seat(office)
    completes(office, again)
    office.reverse_completion(enrolment_id=again, reason="salah orang")
    completes(office, again)
    revoked = a_seat(office, office.an_employee("OTHER"), "2026-12-02")
    completes(office, revoked)
    office.revoke_certificate(
        certificate_id=office.get_certificate(enrolment_id=revoked)["certificate_id"],
        reason="palsu",
    )

    export = office.export_learning_records(year=2026)

    (row,) = csv.DictReader(io.StringIO(export["csv"]))
    assert row["nomorSertipikat"] == office.get_certificate(enrolment_id=again)["code"]
    assert [one["employee_id"] for one in export["left_out"]] == ["OTHER"]


def test_a_degree_is_no_course_of_the_personnel_system(office):
    degree = office.a_programme(title="Magister", kind="degree")
    completes(office, a_seat(office, programme_id=degree))

    export = office.export_learning_records(year=2026)

    assert (export["records"], export["left_out"]) == (0, [])
