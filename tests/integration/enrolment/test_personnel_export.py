"""What the national personnel system gets, and what it would refuse."""

import csv
import io

import pytest

from tests.integration.enrolment.training_office import (
    a_seat,
    completes,
    confirms,
    hands_in,
    open_office,
)


@pytest.fixture
def office(house):
    return open_office(house)


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
