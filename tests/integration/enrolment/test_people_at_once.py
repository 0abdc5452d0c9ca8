"""Several processes at work on the same people at the same time (PostgreSQL)."""

from types import SimpleNamespace

import eventlet
import pytest

from services.enrolment import applying, learning_roster
from shared.errors import Conflict
from shared.events.hr import EmployeeChanged
from tests.integration.enrolment.campus import open_campus
from tests.integration.enrolment.house import DAY

pytestmark = pytest.mark.parametrize("house", ["postgresql"], indirect=True)


def told(house, name, ago):
    now = house.clock.now()
    return EmployeeChanged(
        occurred_at=now,
        changed_at=now - ago,
        employee_id="NEW",
        name=name,
        unit_id="U1",
        position="staff",
        supervisor_id=None,
        email=None,
        employment="PNS",
        active=True,
    )


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


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_processes_that_meet_a_new_person_at_once_keep_the_newest(house, order):
    messages = [told(house, "newest", 0 * DAY), told(house, "older", DAY)]

    at_once(
        house,
        *(
            lambda session, one=messages[number]: learning_roster.learn_employee(
                session, one, house.clock.now()
            )
            for number in order
        ),
    )

    assert house.get_employee(employee_id="NEW")["name"] == "newest"


def test_two_processes_apply_one_change_dated_ahead_once(house):
    house.an_employee("A")
    house.an_employee("A", unit_id="U2", effective_on=(house.clock.now() + DAY).date())
    house.clock.travel(2 * DAY)

    def apply_next(session):
        return learning_roster.apply_next_change_due(session, house.clock.now())

    assert sorted(at_once(house, apply_next, apply_next)) == [False, True]
    assert house.get_employee(employee_id="A")["unit_id"] == "U2"


def test_two_applications_of_one_person_at_once_are_one(house):
    open_campus(house)
    wanted = SimpleNamespace(
        offering_id=house.intake,
        employee_id="LEARNER",
        funding="self",
        sponsor=None,
        sanction="none",
        applied_by="OFFICER",
        override_reason=None,
    )

    def apply(session):
        return applying.apply(session, wanted, house.clock.now())

    outcomes = at_once(house, apply, apply)

    assert len([one for one in outcomes if isinstance(one, Conflict)]) == 1
    assert len(house.list_studies()["items"]) == 1
