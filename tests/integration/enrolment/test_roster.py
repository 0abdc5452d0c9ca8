"""What HR tells of people and units: now, ahead of time, and out of order."""

from datetime import date, timedelta

import pytest

from shared.errors import NotFound
from tests.integration.enrolment.house import DAY, at, on
from tests.integration.enrolment.roster_office import A_NIP, place, staffed


@pytest.fixture
def office(house):
    return staffed(house)


def approver(house, enrolment_id):
    return house.enrolment(enrolment_id)["approver_id"]


def test_a_transfer_dated_ahead_takes_effect_on_its_day(office):
    office.an_employee("LEARNER", unit_id="U2", effective_on=date(2026, 12, 1))
    office.apply_changes_dated_ahead()
    assert place(office) == "U1"
    assert office.get_employee(employee_id="LEARNER")["ahead"] == [
        {
            "effective_on": "2026-12-01",
            "unit_id": "U2",
            "position": "staff",
            "supervisor_id": None,
            "active": True,
        }
    ]

    office.clock.travel_to(at("2026-11-30", 23))
    office.apply_changes_dated_ahead()
    assert place(office) == "U1"

    office.clock.travel_to(at("2026-12-01", 0) + timedelta(minutes=1))
    office.apply_changes_dated_ahead()

    assert place(office) == "U2"
    assert office.get_employee(employee_id="LEARNER")["ahead"] == []


def test_a_change_that_is_effective_already_takes_effect_at_once(office):
    office.an_employee("LEARNER", unit_id="U2", effective_on=date(2026, 11, 23))

    assert place(office) == "U2"


def test_a_correction_made_meanwhile_survives_the_day_of_the_transfer(office):
    office.an_employee("LEARNER", unit_id="U2", effective_on=date(2026, 12, 1))
    office.an_employee("LEARNER", name="Corrected")

    office.clock.travel(8 * DAY)
    office.apply_changes_dated_ahead()

    learner = office.get_employee(employee_id="LEARNER")
    assert (learner["name"], learner["unit_id"]) == ("Corrected", "U2")


def test_of_two_announcements_for_one_day_the_newest_counts(office):
    now = office.clock.now()
    day = date(2026, 12, 1)
    office.an_employee("LEARNER", unit_id="U3", effective_on=day, changed_at=now)
    office.an_employee("LEARNER", unit_id="U2", effective_on=day, changed_at=now - DAY)

    office.clock.travel(8 * DAY)
    office.apply_changes_dated_ahead()

    assert place(office) == "U3"


def test_a_transfer_for_a_month_ends_where_it_began(office):
    office.an_employee("LEARNER", unit_id="U2", effective_on=date(2026, 12, 1))
    office.an_employee("LEARNER", unit_id="U1", effective_on=date(2027, 1, 1))

    office.clock.travel_to(at("2026-12-15"))
    office.apply_changes_dated_ahead()
    assert place(office) == "U2"

    office.clock.travel_to(at("2027-01-02"))
    office.apply_changes_dated_ahead()
    assert place(office) == "U1"


def test_both_changes_of_an_absent_timer_are_caught_up_in_their_order(office):
    office.an_employee("LEARNER", unit_id="U2", effective_on=date(2026, 12, 1))
    office.an_employee("LEARNER", unit_id="U3", effective_on=date(2026, 12, 2))

    office.clock.travel(30 * DAY)
    office.apply_changes_dated_ahead()

    assert place(office) == "U3"


def test_what_was_said_before_the_day_of_a_transfer_but_comes_after_it_changes_nothing(office):
    said_before = office.clock.now() + 2 * DAY
    office.an_employee("LEARNER", unit_id="U2", effective_on=date(2026, 12, 1))
    office.clock.travel(8 * DAY)
    office.apply_changes_dated_ahead()

    office.an_employee("LEARNER", unit_id="U1", changed_at=said_before)

    assert place(office) == "U2"


def test_somebody_who_begins_later_is_known_from_that_day_on(office):
    office.an_employee("NEW", effective_on=date(2026, 12, 1))
    with pytest.raises(NotFound):
        office.get_employee(employee_id="NEW")

    office.clock.travel(8 * DAY)
    office.apply_changes_dated_ahead()

    assert place(office, "NEW") == "U1"


def test_an_older_message_that_comes_late_changes_nothing(office):
    office.an_employee("LEARNER", unit_id="U9", changed_at=office.clock.now() - DAY)

    assert place(office) == "U1"


def test_what_hr_leaves_out_does_not_take_away_what_it_said(office):
    office.an_employee("LEARNER", nip=A_NIP, grade="III/a", appointed_on=date(2010, 1, 1))

    office.an_employee("LEARNER", position="operator")

    learner = office.get_employee(employee_id="LEARNER")
    assert learner["position"] == "operator"
    assert (learner["grade"], learner["appointed_on"]) == ("III/a", "2010-01-01")
    assert learner["nip"].endswith("001")


def test_a_transfer_puts_the_open_request_to_the_new_head(office):
    office.a_unit("U2", head_id="OTHER")
    office.an_employee("OTHER", unit_id="U2")
    request = office.a_request(office.an_offering(), "LEARNER")
    assert approver(office, request) == "HEAD"

    office.an_employee("LEARNER", unit_id="U2")

    assert approver(office, request) == "OTHER"


def test_a_transfer_dated_ahead_puts_the_request_to_the_new_head_on_its_day(office):
    office.a_unit("U2", head_id="OTHER")
    office.an_employee("OTHER", unit_id="U2")
    request = office.a_request(office.an_offering(meetings=[on("2027-03-01")]), "LEARNER")
    office.an_employee("LEARNER", unit_id="U2", effective_on=date(2026, 11, 24))
    assert approver(office, request) == "HEAD"

    office.clock.travel(DAY)
    office.apply_changes_dated_ahead()

    assert approver(office, request) == "OTHER"


def test_a_new_head_is_asked_instead_of_the_old_one(office):
    office.an_employee("SECOND")
    request = office.a_request(office.an_offering(), "LEARNER")

    office.a_unit("U1", head_id="SECOND")

    assert approver(office, request) == "SECOND"


def test_a_new_head_of_the_unit_above_is_asked_where_nobody_is_nearer(office):
    office.a_unit("TOP", head_id="TOP_HEAD")
    office.an_employee("TOP_HEAD", unit_id="TOP")
    office.a_unit("U2", parent_id="TOP")
    office.an_employee("LOWER", unit_id="U2")
    request = office.a_request(office.an_offering(), "LOWER")
    assert approver(office, request) == "TOP_HEAD"

    office.a_unit("TOP", head_id="HEAD")

    assert approver(office, request) == "HEAD"


def test_when_an_approver_leaves_the_next_one_is_asked(office):
    office.a_unit("TOP", head_id="TOP_HEAD")
    office.an_employee("TOP_HEAD", unit_id="TOP")
    office.a_unit("U1", head_id="HEAD", parent_id="TOP")
    request = office.a_request(office.an_offering(), "LEARNER")

    office.an_employee("HEAD", active=False)

    assert approver(office, request) == "TOP_HEAD"


def test_who_left_is_withdrawn_from_what_has_not_begun_and_the_seat_goes_on(office):
    offering = office.an_offering(capacity=1)
    seat = office.approved(offering, "LEARNER")
    waiting = office.approved(offering)
    assert office.status(seat, waiting) == ["enrolled", "waitlisted"]

    office.an_employee("LEARNER", active=False)

    assert office.status(seat, waiting) == ["cancelled", "enrolled"]
    assert office.enrolment(seat)["reason"] == "left the service"


def test_who_leaves_on_a_day_to_come_keeps_the_seat_until_then(office):
    seat = office.approved(office.an_offering(meetings=[on("2027-03-01")]), "LEARNER")
    office.an_employee("LEARNER", active=False, effective_on=date(2026, 12, 1))
    assert office.status(seat) == "enrolled"

    office.clock.travel(8 * DAY)
    office.apply_changes_dated_ahead()

    assert office.status(seat) == "cancelled"
