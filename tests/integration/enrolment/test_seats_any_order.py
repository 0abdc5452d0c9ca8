"""Whatever is done in whatever order: seats, queue, money, coverage and events stay consistent.

On SQLite, one command after the other; what is done at once is in test_seats_at_once_any_order.py.
"""

import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from services.enrolment.storage.absences import Absences
from shared.errors import Conflict, Forbidden
from tests.integration.enrolment import always_true
from tests.integration.enrolment.always_true import DAYS
from tests.integration.enrolment.house import House, on

STAFF, MINIMUM, MONEY, MORE_MONEY = 6, 3, 1, 2
people = st.integers(0, STAFF - 1).map(lambda number: f"P{number}")

numbers = st.integers(0, 20)


class Office(RuleBasedStateMachine):
    """One unit, one budget, a few offerings; commands as they come."""

    offerings = Bundle("offerings")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.house = House(f"sqlite:///{Path(self.folder.name) / 'enrolment.db'}")
        self.house.a_unit("U1", min_on_duty=MINIMUM)
        self.house.employees_changed(*({"employee_id": f"P{n}"} for n in range(STAFF)))
        self.house.an_officer()
        self.programme = self.house.a_programme(cost_per_participant=1)
        self.budget = self.house.save_budget(
            title="Diklat", fiscal_year=2026, amount=MONEY, mode="restrictive"
        )["budget_id"]
        self.ids = []
        self.paid = []

    def teardown(self):
        self.house.database.close()
        self.folder.cleanup()

    @initialize(target=offerings)
    def three_that_can_empty_the_counter_and_spend_everything(self):
        return multiple(
            self.schedule_one(DAYS[0], 2, None),
            self.schedule_one(DAYS[0], 5, None),
            self.schedule_one(DAYS[1], 3, self.budget),
        )

    @rule(
        target=offerings, day=st.sampled_from(DAYS), capacity=st.integers(1, 3), paid=st.booleans()
    )
    def schedule(self, day, capacity, paid):
        return self.schedule_one(day, capacity, self.budget if paid else None)

    def schedule_one(self, day, capacity, budget):
        offering = self.house.an_offering(
            programme_id=self.programme,
            budget_id=budget,
            meetings=[on(day)],
            capacity=capacity,
        )
        self.ids.append(offering)
        if budget:
            self.paid.append(offering)
        return offering

    @rule(offering=offerings, person=people)
    def request(self, offering, person):
        with suppress(Conflict):
            self.house.a_request(offering, person)

    @rule(number=numbers, yes=st.booleans(), override=st.booleans())
    def decide(self, number, yes, override):
        more = {"override_reason": "agreed"} if override and yes else {}
        decision = "approve" if yes else "reject"
        asked = self._pick(number, "requested")
        self._try("decide_enrolment", asked, decision=decision, decided_by="OFFICER", **more)

    @rule(offering=offerings, chosen=st.lists(people, min_size=1, max_size=4, unique=True))
    def nominate(self, offering, chosen):
        self.house.nominate(offering_id=offering, employee_ids=chosen, nominated_by="OFFICER")

    @rule(number=numbers)
    def cancel(self, number):
        standing = self._pick(number, "requested", "waitlisted", "enrolled")
        self._try("cancel_enrolment", standing, cancelled_by="OFFICER", reason="moved")

    @rule(number=numbers)
    def decline(self, number):
        standing = self._pick(number, "waitlisted", "enrolled")
        self._try("decline_nomination", standing, reason="workload")

    @rule(offering=offerings, capacity=st.integers(1, 5))
    def change_capacity(self, offering, capacity):
        with suppress(Conflict):
            self.house.schedule_offering(offering_id=offering, capacity=capacity)

    @rule(offering=offerings, day=st.sampled_from(DAYS))
    def move(self, offering, day):
        with suppress(Conflict):
            self.house.schedule_offering(offering_id=offering, meetings=[on(day)])

    @rule(offering=offerings)
    def call_off(self, offering):
        with suppress(Conflict):
            self.house.cancel_offering(offering_id=offering, reason="banjir")

    @rule(person=people, day=st.sampled_from(DAYS), cancelled=st.booleans())
    def leave(self, person, day, cancelled):
        on_day = date.fromisoformat(day)
        with self.house.database.transaction() as session:
            now = self.house.clock.now()
            Absences(session).learn(
                f"{person} {day}", person, on_day, on_day, "leave", cancelled, now
            )
        self.house.watch_coverage()

    @rule()
    def revise_the_budget(self):
        self.house.save_budget(
            budget_id=self.budget,
            title="x",
            fiscal_year=2026,
            amount=MORE_MONEY,
            mode="restrictive",
        )
        self.house.move_queues()

    @rule(hours=st.sampled_from([1, 30, 90]))
    def time_passes(self, hours):
        self.house.clock.travel(timedelta(hours=hours))
        self.house.advance_due_enrolments()
        self.house.decide_offerings()
        self.house.move_queues()

    @invariant()
    def everything_holds(self):
        always_true.everything_holds(self)

    def _pick(self, number, *statuses):
        everybody = self.house.list_enrolments(limit=500)["items"]
        found = [one["enrolment_id"] for one in everybody if one["status"] in statuses]
        return found[number % len(found)] if found else None

    def _try(self, call, enrolment, **arguments):
        if enrolment is not None:
            with suppress(Conflict, Forbidden):
                getattr(self.house, call)(enrolment_id=enrolment, **arguments)


Office.TestCase.settings = settings(
    max_examples=16,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestWhateverIsDoneInWhateverOrder = Office.TestCase
