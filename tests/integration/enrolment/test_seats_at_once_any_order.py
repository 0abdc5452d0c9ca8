"""Whatever is done at once: seats, queue, money, hours, coverage and events stay consistent.

Random commands, HR's events and timers run in greenlets of their own on PostgreSQL, a round at a
time; after each round everything must hold. What is refused is refused; nothing else may fail.
"""

from contextlib import suppress
from datetime import date, timedelta

import eventlet
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from services.enrolment.storage.absences import Absences
from shared.database import Database
from shared.errors import Conflict, Forbidden
from shared.service.calls import _patiently as until_it_is_not_in_the_way
from tests.integration.enrolment import always_true
from tests.integration.enrolment.always_true import DAYS
from tests.integration.enrolment.house import House, on

STAFF, MINIMUM, MONEY, HOURS = 6, 3, 2, 20
LONG_AGO = "2026-11-20"

number = st.integers(0, 50)
person = st.integers(0, STAFF - 1).map(lambda number: f"P{number}")
day = st.sampled_from(DAYS)
commands = st.one_of(
    st.tuples(st.just("request"), number, person),
    st.tuples(st.just("approve"), number, st.booleans()),
    st.tuples(st.just("approve"), number, st.just(False)),
    st.tuples(st.just("reject"), number),
    st.tuples(st.just("nominate"), number, st.lists(person, min_size=1, max_size=4, unique=True)),
    st.tuples(st.just("cancel"), number),
    st.tuples(st.just("decline"), number),
    st.tuples(st.just("resize"), number, st.integers(1, 5)),
    st.tuples(st.just("move"), number, day),
    st.tuples(st.just("pay"), number, st.booleans()),
    st.tuples(st.just("call_off"), number),
    st.tuples(st.just("record_late"), person),
    st.tuples(st.just("complete"), person, st.booleans()),
    st.tuples(st.just("reverse"), number),
    st.tuples(st.just("leave"), person, day, st.booleans()),
    st.tuples(st.just("transfer"), person, st.sampled_from(["U1", "U2"]), st.booleans()),
    st.tuples(st.just("minimum"), st.integers(2, 4)),
    st.tuples(st.just("timers")),
)


class Office:
    """One unit, one budget, some offerings ahead and one of last week."""

    def __init__(self, house):
        self.house = house
        house.a_unit("U1", min_on_duty=MINIMUM)
        house.employees_changed(*({"employee_id": f"P{n}"} for n in range(STAFF)))
        house.an_officer()
        self.programme = house.a_programme(cost_per_participant=1, learning_hours=HOURS)
        budget = house.save_budget(title="x", fiscal_year=2026, amount=MONEY, mode="restrictive")
        self.budget = budget["budget_id"]
        self.past = self._schedule(LONG_AGO, STAFF, None)
        wanted = ((DAYS[0], 2, None), (DAYS[0], 3, None), (DAYS[1], 3, self.budget))
        self.ids = [self._schedule(*one) for one in wanted]
        self.look()

    def _schedule(self, day, capacity, budget):
        return self.house.an_offering(
            programme_id=self.programme, budget_id=budget, meetings=[on(day)], capacity=capacity
        )

    def look(self):
        """What is known before a round: whatever runs at once decides from this."""
        self.seen = self.house.list_enrolments(limit=500)["items"]
        offerings = self.house.list_offerings(limit=500)["items"]
        self.paid = {one["offering_id"] for one in offerings if one["budget_id"]}

    def offering(self, number):
        return self.ids[number % len(self.ids)]

    def enrolment(self, number, *statuses):
        """One that stands like this; refused below where there is none."""
        found = [one["enrolment_id"] for one in self.seen if one["status"] in statuses]
        if not found:
            raise Conflict("nobody")
        return found[number % len(found)]

    def request(self, number, person):
        self.house.a_request(self.offering(number), person)

    def approve(self, number, override):
        more = {"override_reason": "agreed"} if override else {}
        self._decide(self.enrolment(number, "requested"), "approve", **more)

    def reject(self, number):
        self._decide(self.enrolment(number, "requested"), "reject")

    def _decide(self, enrolment_id, decision, **more):
        self.house.decide_enrolment(
            enrolment_id=enrolment_id, decision=decision, decided_by="OFFICER", **more
        )

    def nominate(self, number, people):
        self.house.nominate(
            offering_id=self.offering(number), employee_ids=people, nominated_by="OFFICER"
        )

    def cancel(self, number):
        standing = self.enrolment(number, "requested", "waitlisted", "enrolled")
        self.house.cancel_enrolment(enrolment_id=standing, cancelled_by="X", reason="moved")

    def decline(self, number):
        standing = self.enrolment(number, "waitlisted", "enrolled")
        self.house.decline_nomination(enrolment_id=standing, reason="workload")

    def resize(self, number, capacity):
        self.house.schedule_offering(offering_id=self.offering(number), capacity=capacity)

    def move(self, number, day):
        self.house.schedule_offering(offering_id=self.offering(number), meetings=[on(day)])

    def pay(self, number, paid):
        budget = self.budget if paid else None
        self.house.schedule_offering(offering_id=self.offering(number), budget_id=budget)

    def call_off(self, number):
        self.house.cancel_offering(offering_id=self.offering(number), reason="banjir")

    def record_late(self, person):
        self.house.nominate(offering_id=self.past, employee_ids=[person], nominated_by="OFFICER")

    def complete(self, person, passed):
        self.house.complete_offering(
            offering_id=self.past,
            completed_at=on(LONG_AGO)["ends_at"],
            results=[{"employee_id": person, "passed": passed}],
        )

    def reverse(self, number):
        completed = self.enrolment(number, "completed")
        self.house.reverse_completion(enrolment_id=completed, reason="mistaken")

    def leave(self, person, day, cancelled):
        with self.house.database.transaction() as session:
            on_day, now = date.fromisoformat(day), self.house.clock.now()
            Absences(session).learn(
                f"{person} {day}", person, on_day, on_day, "leave", cancelled, now
            )

    def transfer(self, person, unit_id, active):
        self.house.employees_changed(
            {"employee_id": person, "unit_id": unit_id, "active": active or unit_id == "U1"}
        )

    def minimum(self, persons):
        self.house.a_unit("U1", min_on_duty=persons)

    def timers(self):
        self.house.advance_due_enrolments()
        self.house.decide_offerings()
        self.house.move_queues()
        self.house.watch_coverage()

    def do(self, command, *arguments):
        """As a call, a subscription or a timer does it: again where something was in the way."""
        with suppress(Conflict, Forbidden):
            until_it_is_not_in_the_way(lambda: getattr(self, command)(*arguments))


class Rounds(RuleBasedStateMachine):
    """url   makes the address of an empty database"""

    url = None

    def __init__(self):
        super().__init__()
        self.office = Office(House(self.url()))

    def teardown(self):
        self.office.house.database.close()

    @rule(chosen=st.lists(commands, min_size=6, max_size=12))
    def at_once(self, chosen):
        for greenlet in [eventlet.spawn(self.office.do, *one) for one in chosen]:
            greenlet.wait()

    @rule(hours=st.sampled_from([1, 30, 90]))
    def time_passes(self, hours):
        self.office.house.clock.travel(timedelta(hours=hours))

    @invariant()
    def everything_holds(self):
        self.office.timers()
        self.office.look()
        always_true.everything_holds(self.office)
        always_true.nothing_is_found_by_the_audit(self.office)
        self._hours_are_what_was_completed()

    def _hours_are_what_was_completed(self):
        completed = {one["employee_id"] for one in self.office.seen if one["status"] == "completed"}
        for number in range(STAFF):
            person = f"P{number}"
            found = self.office.house.get_learning_hours(employee_id=person, year=2026)
            assert found["earned"] == sum(one["hours"] for one in found["entries"])
            assert found["earned"] == (HOURS if person in completed else 0)


def emptied(url):
    """The address of the same database without a row."""
    database = Database(url)
    with database.transaction() as session:
        execute = session.connection().exec_driver_sql
        tables = "select tablename from pg_tables where schemaname = 'public'"
        names = [name for (name,) in execute(tables) if not name.startswith("alembic")]
        execute("set local session_replication_role = replica")  # tables in any order
        execute("; ".join(f"delete from {name}" for name in names))
    database.close()
    return url


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_whatever_is_done_at_once_everything_holds(migrated_url):
    machine = type("Rounds", (Rounds,), {"url": staticmethod(lambda: emptied(migrated_url))})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
