"""What HR tells of people's numbers: sealed, masked, and found by a mark."""

from datetime import date

import pytest

from shared.errors import Conflict
from tests.integration.enrolment.roster_office import A_NIP, place, staffed

A_PPPK_NIP = "199003122023992901"


@pytest.fixture
def office(house):
    return staffed(house)


def test_a_number_is_stored_sealed_and_shown_masked(office):
    office.an_employee("LEARNER", nip=A_NIP)

    assert office.get_employee(employee_id="LEARNER")["nip"] == "***************001"
    with office.database.reading() as session:
        row = (
            session.connection()
            .exec_driver_sql(
                "select nip_sealed, nip_mark from employee where employee_id = 'LEARNER'"
            )
            .one()
        )
    assert A_NIP not in f"{row}"
    assert row.nip_mark == office.seal.mark(A_NIP)


def test_a_number_dated_ahead_is_sealed_too(office):
    office.an_employee("LEARNER", nip=A_NIP, effective_on=date(2026, 12, 1))

    with office.database.reading() as session:
        row = session.connection().exec_driver_sql("select facts from employee_ahead").one()

    assert A_NIP not in f"{row}"


def test_the_one_person_with_a_number_is_found_by_its_mark(office):
    office.an_employee("LEARNER", nip=A_NIP)
    office.an_employee("CONTRACT", nip=A_PPPK_NIP, employment="PPPK")

    found = office.list_employees(nip="19850315 201001 2 001")["items"]

    assert [one["employee_id"] for one in found] == ["LEARNER"]
    assert office.list_employees(nip="198503152010012009")["items"] == []


def test_a_number_that_cannot_be_one_is_refused_and_nothing_taken_over(office):
    with pytest.raises(Conflict, match="month of appointment"):
        office.an_employee("LEARNER", unit_id="U2", nip=A_PPPK_NIP)

    assert place(office) == "U1"


def test_no_number_leaves_by_an_event(office):
    office.an_employee("LEARNER", nip=A_NIP)
    office.approved(office.an_offering(), "LEARNER")

    assert A_NIP not in f"{office.told()}"
