"""Several processes at work on the same records at the same time (PostgreSQL)."""

import eventlet
import pytest

from services.enrolment import certifying, learning_elsewhere, noticing_hours
from shared.errors import Conflict
from tests.integration.enrolment.house import at, on

pytestmark = pytest.mark.parametrize("house", ["postgresql"], indirect=True)


def at_once(house, *steps):
    """Run each in a transaction of its own that stays open for a while; return what came of it."""

    def run(step):
        try:
            with house.database.transaction() as session:
                found = step(session)
                eventlet.sleep(0.3)
                return found
        except Conflict as no:
            return no

    return [thread.wait() for thread in [eventlet.spawn(run, step) for step in steps]]


def completed(house, *employee_ids, months=12, day="2026-11-02"):
    programme = house.a_programme(certificate_valid_months=months)
    offering = house.an_offering(programme_id=programme, meetings=[on(day)], capacity=500)
    house.an_officer()
    answers = house.nominate(
        offering_id=offering, employee_ids=list(employee_ids), nominated_by="OFFICER"
    )
    house.complete_offering(
        offering_id=offering,
        completed_at=at(day, 17).isoformat(),
        results=[{"employee_id": one, "passed": True} for one in employee_ids],
    )
    return [one["enrolment_id"] for one in answers]


def seminar(house, employee_id):
    return {
        "employee_id": employee_id,
        "title": "Seminar",
        "organiser": "LAN",
        "learning_hours": 6,
        "starts_on": at("2026-03-02").date(),
        "ends_on": at("2026-03-02").date(),
        "evidence": "arsip 12",
        "document_type": "Sertifikat",
        "certificate_number": None,
        "recorded_by": None,
    }


def test_two_processes_tell_of_each_certificate_once(house):
    completed(house, *house.some_employees(60))
    house.clock.travel_to(at("2027-10-01"))

    told = at_once(
        house,
        *[
            lambda session: certifying.tell_expiring(session, house.clock.now(), limit=40)
            for _ in range(2)
        ],
    )

    assert sorted(told) == [20, 40]
    assert house.names_told().count("certificate.expiring") == 60


def test_a_certificate_is_revoked_once(house):
    (enrolment,) = completed(house, house.an_employee())
    certificate_id = house.get_certificate(enrolment_id=enrolment)["certificate_id"]

    answers = at_once(
        house,
        *[
            lambda session: certifying.revoke(
                session, certificate_id, reason="forged", by=None, now=house.clock.now()
            )
            for _ in range(2)
        ],
    )

    assert sum(isinstance(one, Conflict) for one in answers) == 1
    assert house.names_told(certificate_id) == ["certificate.revoked"]


def test_the_same_learning_is_recorded_once(house):
    learner = house.an_employee()

    answers = at_once(
        house,
        *[
            lambda session: learning_elsewhere.record(
                session, seminar(house, learner), house.clock.now()
            )
            for _ in range(2)
        ],
    )

    assert sum(isinstance(one, Conflict) for one in answers) == 1
    assert len(house.list_external_learning(employee_id=learner)["items"]) == 1


def test_a_confirmation_counts_once(house):
    learner = house.an_employee()
    house.an_officer()
    with house.database.transaction() as session:
        learned = learning_elsewhere.record(session, seminar(house, learner), house.clock.now())

    answers = at_once(
        house,
        *[
            lambda session: learning_elsewhere.decide(
                session,
                learned.learning_id,
                confirmed=True,
                by="OFFICER",
                reason=None,
                now=house.clock.now(),
            )
            for _ in range(2)
        ],
    )

    assert sum(isinstance(one, Conflict) for one in answers) == 1
    assert house.get_learning_hours(employee_id=learner, year=2026)["earned"] == 6


def test_two_letters_at_once_cannot_have_one_number(house):
    house.an_employee("HEAD")
    offerings = [house.an_offering(meetings=[on(day)]) for day in ("2026-12-01", "2026-12-03")]
    for offering in offerings:
        house.approved(offering, house.an_employee())

    def issue(offering):
        try:
            return house.issue_assignment_letter(
                offering_id=offering, number="800/1", signer_id="HEAD"
            )
        except Conflict as no:
            return no

    answers = [
        thread.wait() for thread in [eventlet.spawn(issue, offering) for offering in offerings]
    ]

    assert sum(isinstance(one, Conflict) for one in answers) == 1


def test_two_processes_tell_each_person_once_that_hours_are_short(house):
    names = house.some_employees(60)
    house.tell_short_hours()
    house.clock.travel_to(at("2026-12-01"))
    now = house.clock.now()

    def all_of_it(session):
        return noticing_hours.tell_short(session, now, 20)

    for _ in range(4):
        at_once(house, all_of_it, all_of_it)

    short = [one.data["employee_id"] for one in house.told() if one.name == "hours.short"]
    assert sorted(short) == sorted(names)


def test_two_processes_say_once_that_hours_are_not_short_any_more(house):
    house.some_employees(40)
    house.tell_short_hours()
    house.clock.travel_to(at("2026-12-01"))
    house.tell_short_hours()
    house.save_hours_target(employment="PNS", hours=None, from_day="2026-12-01")
    house.clock.travel_to(at("2026-12-02"))
    now = house.clock.now()

    at_once(house, *[lambda session: noticing_hours.look_again(session, now, 30)] * 2)
    house.look_at_short_hours_again()

    assert house.names_told().count("hours.enough") == 40
