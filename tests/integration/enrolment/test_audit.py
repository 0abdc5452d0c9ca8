"""The audit finds nothing where all is well, and names each thing that is not."""

import pytest

from services.enrolment.auditing import CHECKS, differences
from tests.integration.enrolment.house import on

A_NIP = "198503152010012001"


@pytest.fixture
def office(house):
    """A unit, somebody seated, somebody waiting, somebody who completed."""
    house.a_unit("U1")
    house.a_unit("BKPSDM")
    full = house.an_offering(capacity=1)
    house.seated = house.approved(full, house.an_employee("SEATED", nip=A_NIP))
    house.waiting = house.approved(full, house.an_employee("WAITING"))
    past = house.an_offering(meetings=[on("2026-11-20")])
    house.completed = house.approved(past, house.an_employee("COMPLETED"))
    house.complete_offering(
        offering_id=past,
        completed_at=on("2026-11-20")["ends_at"],
        results=[{"employee_id": "COMPLETED", "passed": True}],
    )
    return house


def found(house):
    with house.database.reading() as session:
        return [(one.record, one.check, one.words) for one in differences(session)]


def spoil(house, statement):
    with house.database.transaction() as session:
        session.connection().exec_driver_sql(statement)


def test_where_all_is_well_nothing_is_found(office):
    assert found(office) == []


def test_more_people_than_seats_are_named(office):
    spoil(
        office, f"update enrolment set status = 'enrolled' where enrolment_id = '{office.waiting}'"
    )

    ((_, check, words),) = found(office)

    assert check == "no offering has more people on its seats than seats"
    assert words == "2 seats are taken of 1"


def test_a_place_in_the_queue_that_is_lost_is_named(office):
    spoil(office, "update enrolment set queue_number = null")

    ((record, _, words),) = found(office)

    assert (record, words) == (office.waiting, "waits with no number, which is not its own")


def test_a_number_that_was_never_given_out_is_named(office):
    spoil(office, f"update enrolment set queue_number = 9 where enrolment_id = '{office.waiting}'")

    ((record, _, words),) = found(office)

    assert (record, words) == (office.waiting, "waits with the number 9, which is not its own")


def test_a_free_seat_that_nobody_was_given_is_named(office):
    spoil(office, "update offering set capacity = 2")

    ((record, check, _),) = found(office)

    assert (record, check) == (
        office.waiting,
        "nobody waits without a reason while a seat is free",
    )


def test_hours_that_are_missing_are_named(office):
    spoil(office, "delete from hours_entry")

    assert [(record, words) for record, _, words in found(office)] == [
        (office.completed, "is completed, but no hours were entered for it")
    ]


def test_hours_that_nobody_earned_and_a_certificate_that_nobody_has_are_named(office):
    spoil(office, "update enrolment set status = 'enrolled' where status = 'completed'")

    hours, certificate = found(office)

    assert hours[0] == office.completed
    assert hours[2] == "is enrolled, but 20 hours are credited"
    assert certificate[2] == f"is valid, but enrolment {office.completed} is enrolled"


def test_a_certificate_that_is_missing_is_named(office):
    spoil(office, "delete from certificate")

    assert [(record, words) for record, _, words in found(office)] == [
        (office.completed, "is completed, but has no certificate")
    ]


def test_a_reversed_completion_leaves_nothing_to_find(office):
    office.reverse_completion(enrolment_id=office.completed, reason="wrong person")

    assert found(office) == []


def test_two_people_with_one_number_are_named_without_it(office):
    office.an_employee("TWIN", nip=A_NIP)

    ((record, _, words),) = found(office)

    assert (record, words) == ("SEATED", "has the same NIP as TWIN")
    office.an_employee("SEATED", active=False)
    assert not [one for one in found(office) if "NIP" in one[2]]


def test_somebody_in_a_unit_that_nobody_knows_is_named(office):
    office.an_employee("LOST", unit_id="NOWHERE")

    ((record, _, words),) = found(office)

    assert record == "LOST"
    assert "NOWHERE" in words


def test_a_study_without_its_seat_and_a_bond_below_nothing_are_named(office):
    spoil(
        office,
        "insert into study (study_id, employee_id, offering_id, programme_id, title, funding, "
        "starts_on, ends_on, planned_until, status, confirmed, version, enrolment_id) "
        f"select 'S1', employee_id, offering_id, programme_id, title, 'self', '2026-12-01', "
        "'2027-12-01', '2027-12-01', 'selected', '[]', 1, enrolment_id from enrolment "
        f"where enrolment_id = '{office.waiting}'",
    )
    spoil(
        office,
        "insert into study_bond_entry (entry_id, study_id, days, kind, entered_on, entered_at) "
        "values ('B1', 'S1', -3, 'served', '2026-11-23', '2026-11-23 00:00:00+00:00')",
    )

    seat, bond = found(office)

    assert seat[2] == "is selected, but its seat was given up: end the study"
    assert bond[2] == "3 days more were served or released than owed"


def test_every_check_says_a_sentence_of_its_own():
    assert len({one.sentence for one in CHECKS}) == len(CHECKS)
