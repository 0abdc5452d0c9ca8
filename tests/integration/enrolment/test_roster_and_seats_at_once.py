"""HR's batches and the office's approvals at one moment wait for each other in one order.

A batch holds the rows of the units and people that it speaks of, and what leavers give up; an
approval holds its offering. Neither waits for something that the other can only let go later.
"""

import eventlet
import pytest

from services.enrolment.learning_roster import people_told_of
from services.enrolment.storage.roster import units_told_of
from shared.events.hr import EmployeeChanged, UnitChanged
from tests.integration.enrolment.house import on

pytestmark = pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)


def of_a_unit(house, unit_id, **facts):
    now = house.clock.now()
    given = {"name": unit_id, "parent_id": None, "min_on_duty": 1}
    return UnitChanged(occurred_at=now, changed_at=now, unit_id=unit_id, **given | facts)


def of_a_leaver(house, employee_id):
    now = house.clock.now()
    return EmployeeChanged(
        occurred_at=now,
        changed_at=now,
        employee_id=employee_id,
        name=employee_id,
        unit_id="U1",
        position="staff",
        supervisor_id=None,
        email=None,
        employment="PNS",
        active=False,
    )


class Batch:
    """HR's events in one transaction, as a queue delivers them, units before people."""

    def __init__(self, house, *told):
        self.house = house
        self.units = [one for one in told if isinstance(one, UnitChanged)]
        self.people = [one for one in told if isinstance(one, EmployeeChanged)]

    def learn(self, then):
        """then   what happens while the batch has learned its first message, and no more"""
        with self.house.database.transaction() as session:
            alive = [units_told_of(session, self.units), people_told_of(session, self.people)]
            for number, one in enumerate((*self.units, *self.people)):
                service = self.house.service
                learn = service.learn_unit if one in self.units else service.learn_employee
                learn(one, session)
                session.flush()
                if number == 0:
                    then()
            del alive


class Approval:
    """In a greenlet of its own; `begin` lets it go as far as it comes."""

    def __init__(self, house, enrolment_id):
        self.house = house
        self.greenlet = None
        self.enrolment_id = enrolment_id

    def begin(self):
        self.greenlet = eventlet.spawn(self.house.approve, self.enrolment_id, decided_by="OFFICER")
        while not (self.greenlet.dead or self._waits()):
            eventlet.sleep(0.002)

    def _waits(self):
        with self.house.database.reading() as session:
            asked = "select count(*) from pg_locks where not granted"
            return session.connection().exec_driver_sql(asked).scalar() > 0


def deadlocks(house):
    with house.database.transaction() as session:
        execute = session.connection().exec_driver_sql
        execute("select pg_stat_force_next_flush()")
        asked = "select deadlocks from pg_stat_database where datname = current_database()"
        return execute(asked).scalar()


def test_an_approval_does_not_wait_for_a_unit_that_a_batch_changes(house):
    house.an_officer()
    house.a_unit("U1", min_on_duty=1)
    house.some_employees(3)
    offering = house.an_offering()
    house.approved(offering, house.an_employee("LEAVER"))
    approval = Approval(house, house.a_request(offering, house.an_employee("LEARNER")))

    Batch(house, of_a_unit(house, "U1", min_on_duty=2), of_a_leaver(house, "LEAVER")).learn(
        approval.begin
    )

    assert approval.greenlet.wait()["status"] == "enrolled"
    assert deadlocks(house) == 0
    assert house.get_offering(offering_id=offering)["seats_taken"] == 1


def test_what_the_leavers_of_a_batch_give_up_is_locked_before_the_first_is_withdrawn(house):
    house.an_officer()
    budget = house.save_budget(title="x", fiscal_year=2026, amount=9, mode="restrictive")
    programme = house.a_programme(cost_per_participant=1)
    days = ("2026-12-01", "2026-12-02")
    offerings = [
        house.an_offering(programme_id=programme, budget_id=budget["budget_id"], meetings=[on(day)])
        for day in days
    ]
    for number, offering in enumerate(offerings):
        house.approved(offering, house.an_employee(f"LEAVER{number}"))
    approval = Approval(house, house.a_request(offerings[1]))

    Batch(house, *(of_a_leaver(house, f"LEAVER{number}") for number in (0, 1))).learn(
        approval.begin
    )

    assert approval.greenlet.wait()["status"] == "enrolled"
    assert deadlocks(house) == 0
    assert house.get_budget(budget_id=budget["budget_id"])["reserved"] == 1
