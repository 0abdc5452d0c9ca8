"""Many people at once at one PostgreSQL: seats are exact, and nobody waits for ever.

How long they wait depends on the machine: `python -m bench.approvals` measures it.
"""

from collections import Counter
from contextlib import suppress

import eventlet
import pytest

from services.enrolment import enrolling
from shared.errors import Conflict
from shared.settings import read_settings
from tests.integration.enrolment.house import House

APPROVALS, SEATS = 1000, 100


@pytest.fixture
def house(copied_database):
    house = House(copied_database("enrolment").replace("postgresql://", "postgresql+psycopg2://"))
    yield house
    house.database.close()


def some_requests(house, offering, people):
    with house.database.transaction() as session:
        now = house.clock.now()
        return [enrolling.request(session, offering, one, one, now).enrolment_id for one in people]


def all_at_once(calls):
    """As a service takes them: by its workers, of which each has a connection."""
    workers = eventlet.GreenPool(read_settings().rpc_workers)
    for answer in [workers.spawn(call) for call in calls]:
        answer.wait()


def test_a_thousand_approvals_at_once_fill_a_hundred_seats_and_a_queue_in_commit_order(house):
    offering = house.an_offering(capacity=SEATS)
    asked = some_requests(house, offering, house.some_employees(APPROVALS))
    officer = house.an_officer()
    answered = []

    def approve(enrolment_id):
        answer = house.decide_enrolment(
            enrolment_id=enrolment_id, decision="approve", decided_by=officer
        )
        answered.append(answer)

    all_at_once([lambda one=one: approve(one) for one in asked])

    assert Counter(one["status"] for one in answered) == {
        "enrolled": SEATS,
        "waitlisted": APPROVALS - SEATS,
    }
    waiting = {
        one["enrolment_id"]: one["queue_number"]
        for one in answered
        if one["status"] == "waitlisted"
    }
    told = [one.subject for one in house.told() if one.name == "enrolment.waitlisted"]
    assert sorted(waiting.values()) == list(range(1, APPROVALS - SEATS + 1))
    assert [waiting[one] for one in told] == sorted(waiting.values())


def test_approvals_in_two_offerings_at_once_cannot_both_take_the_last_person_on_duty(house):
    house.a_unit("U1", min_on_duty=4)
    people = house.some_employees(5)
    programmes = [house.a_programme(title=f"Pelatihan {number}") for number in range(5)]
    officer = house.an_officer()
    asked = [
        house.a_request(house.an_offering(programme_id=programme), person)
        for programme, person in zip(programmes, people, strict=True)
    ]

    def approve(enrolment_id):
        with suppress(Conflict):
            house.decide_enrolment(
                enrolment_id=enrolment_id, decision="approve", decided_by=officer
            )

    all_at_once([lambda one=one: approve(one) for one in asked])

    assert Counter(house.status(*asked)) == {"enrolled": 1, "requested": 4}


def test_approvals_at_once_never_spend_the_same_rupiah_twice(house):
    budget = house.save_budget(title="Diklat", fiscal_year=2026, amount=3, mode="restrictive")[
        "budget_id"
    ]
    officer = house.an_officer()
    asked = []
    for number in range(8):
        programme = house.a_programme(title=f"Pelatihan {number}", cost_per_participant=1)
        offering = house.an_offering(programme_id=programme, budget_id=budget)
        asked.append(house.a_request(offering))

    def approve(enrolment_id):
        with suppress(Conflict):
            house.decide_enrolment(
                enrolment_id=enrolment_id, decision="approve", decided_by=officer
            )

    all_at_once([lambda one=one: approve(one) for one in asked])

    assert Counter(house.status(*asked)) == {"enrolled": 3, "requested": 5}
    found = house.get_budget(budget_id=budget)
    assert (found["reserved"], found["available"]) == (3, 0)


def test_seats_that_are_given_up_at_once_go_to_the_first_in_the_queue(house):
    offering = house.an_offering(capacity=10)
    enrolments = [house.approved(offering) for _ in range(25)]

    all_at_once(
        [
            lambda one=one: house.cancel_enrolment(
                enrolment_id=one, cancelled_by="X", reason="moved"
            )
            for one in enrolments[:10]
        ]
    )

    statuses = house.status(*enrolments)
    assert statuses == ["cancelled"] * 10 + ["enrolled"] * 10 + ["waitlisted"] * 5
