"""What holds whatever was done, in whatever order or at once.

Of an office with a `house`, a `budget` and the offerings that it pays for (`paid`): its people work
in the unit U1, and its offerings are on DAYS.
"""

from collections import Counter, defaultdict

from services.enrolment.auditing import differences

DAYS = ("2026-12-01", "2026-12-02", "2026-12-03")
SEATED = ("enrolled", "completed", "not_completed")
ONE_EVENT = {
    "waitlisted": "enrolment.waitlisted",
    "rejected": "enrolment.rejected",
    "declined": "enrolment.declined",
    "cancelled": "enrolment.cancelled",
    "expired": "enrolment.expired",
    "enrolled": "enrolment.enrolled",
}


class Seen:
    """Offerings, enrolments and events as they are now, each read once."""

    def __init__(self, office):
        self.office, self.house = office, office.house
        self.offerings = self.house.list_offerings(limit=500)["items"]
        self.enrolments = self.house.list_enrolments(limit=500)["items"]
        self.told = defaultdict(list)
        for one in self.house.told():
            self.told[one.subject].append(one)

    def of(self, offering):
        return [one for one in self.enrolments if one["offering_id"] == offering["offering_id"]]


def everything_holds(office):
    """Raises AssertionError with the first sentence that does not."""
    seen = Seen(office)
    seats_and_queue_are_consistent(seen)
    nobody_waits_in_front_of_a_free_seat_without_a_reason(seen)
    nobody_is_in_two_places(seen)
    the_budget_is_the_sum_of_its_entries_and_never_overdrawn(seen)
    coverage_is_never_broken_without_an_override_or_a_warning(seen)
    each_state_has_its_one_event_once_and_in_order(seen)


def nothing_is_found_by_the_audit(office):
    """Seats, queue, money, hours and certificates; but not what the roster of a test leaves out."""
    with office.house.database.reading() as session:
        assert [one for one in differences(session) if "unit that is known" not in one.check] == []


def seats_and_queue_are_consistent(seen):
    for found in seen.offerings:
        items = seen.of(found)
        seated = [one for one in items if one["status"] in SEATED]
        assert found["seats_taken"] == len(seated) <= found["capacity"]
        numbers = [one["queue_number"] for one in items if one["queue_number"]]
        assert len(numbers) == len(set(numbers))
        if found["status"] == "cancelled":
            assert not [one for one in items if one["status"] in ("waitlisted", "enrolled")]


def nobody_waits_in_front_of_a_free_seat_without_a_reason(seen):
    for found in seen.offerings:
        if found["seats_taken"] < found["capacity"]:
            waiting = [one for one in seen.of(found) if one["status"] == "waitlisted"]
            assert all(one["reason"] for one in waiting)


def nobody_is_in_two_places(seen):
    """Unless an offering was moved, which warns and keeps its people."""
    taken = Counter()
    for found in seen.offerings:
        if not any(one.name == "offering.changed" for one in seen.told[found["offering_id"]]):
            day = found["meetings"][0]["starts_at"]
            seated = [one for one in seen.of(found) if one["status"] == "enrolled"]
            taken.update((one["employee_id"], day) for one in seated)
    assert not taken or max(taken.values()) == 1


def the_budget_is_the_sum_of_its_entries_and_never_overdrawn(seen):
    budget = seen.office.budget
    found = seen.house.get_budget(budget_id=budget)
    entries = seen.house.list_budget_entries(budget_id=budget, limit=500)["items"]
    for account in ("reserved", "committed", "spent"):
        assert found[account] == sum(one[account] for one in entries) >= 0
    assert found["available"] >= 0
    held = Counter()
    for one in entries:
        held[one["enrolment_id"]] += one["reserved"] + one["committed"]
    seated = {
        one["enrolment_id"]
        for one in seen.enrolments
        if one["offering_id"] in seen.office.paid and one["status"] == "enrolled"
    }
    assert {key for key, amount in held.items() if amount} == seated


def coverage_is_never_broken_without_an_override_or_a_warning(seen):
    found = seen.house.get_coverage(unit_id="U1", **{"from": DAYS[0], "to": DAYS[-1]})
    warned = {one["day"] for one in found["warnings"]}
    overridden = {
        one["employee_id"]
        for one in seen.enrolments
        if one["status"] == "enrolled" and one["override_reason"]
    }
    today = seen.house.service.calendar.day_of(seen.house.clock.now()).isoformat()
    for day in found["days"]:
        if day["day"] <= today:  # what took place is recorded as it was
            continue
        away = [one for one in day["away"] if one["kind"] == "training"]
        if day["short"] and away and day["day"] not in warned:
            assert overridden & {one["employee_id"] for one in away}


def each_state_has_its_one_event_once_and_in_order(seen):
    for one in seen.enrolments:
        events = seen.told[one["enrolment_id"]]
        assert [each.sequence for each in events] == list(range(1, len(events) + 1))
        names = Counter(each.name for each in events)
        for again in ("enrolment.requested", *REPEATED):  # put to another, or recorded anew
            names.pop(again, None)
        assert not names or max(names.values()) == 1
        if event := ONE_EVENT.get(one["status"]):
            assert [each.name for each in events if each.name not in REPEATED][-1] == event


REPEATED = ("training.completed", "training.completion_reversed", "training.not_completed")
