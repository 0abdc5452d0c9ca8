"""What HR tells of people and units: now, ahead of time, and out of order."""

from datetime import date, timedelta

import pytest

from services.enrolment.storage.ratings import Ratings
from shared.errors import Conflict, NotFound
from shared.events.hr import LeaveChanged, PerformanceRated
from tests.integration.enrolment.house import DAY, at, on

A_NIP = "198503152010012001"
A_PPPK_NIP = "199003122023992901"


@pytest.fixture
def office(house):
    """Unit U1 with its head, and a learner without a supervisor of his own."""
    house.a_unit("U1", head_id="HEAD")
    house.an_employee("HEAD")
    house.an_employee("LEARNER")
    return house


def place(house, employee_id="LEARNER"):
    return house.get_employee(employee_id=employee_id)["unit_id"]


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


def test_employees_are_listed_by_unit_and_by_whether_they_serve(office):
    office.an_employee("GONE", active=False)
    office.an_employee("ELSEWHERE", unit_id="U2")

    def listed(**wanted):
        return [one["employee_id"] for one in office.list_employees(**wanted)["items"]]

    assert listed(unit_id="U1") == ["GONE", "HEAD", "LEARNER"]
    assert listed(unit_id="U1", active=True) == ["HEAD", "LEARNER"]
    assert listed(active=False) == ["GONE"]
    first = office.list_employees(unit_id="U1", limit=2)
    assert first["next"] == "HEAD"
    assert listed(unit_id="U1", after=first["next"]) == ["LEARNER"]


def test_the_newest_rating_of_a_period_counts(office):
    rate(office, period="2024", predicate="Baik")
    rate(office, period="2025", predicate="Sangat Baik")
    rate(office, period="2025", predicate="Butuh Perbaikan", ago=DAY)

    assert office.get_employee(employee_id="LEARNER")["ratings"] == {
        "2024": "Baik",
        "2025": "Sangat Baik",
    }


def test_a_rating_of_somebody_unknown_waits_for_them(office):
    rate(office, employee_id="LATER", period="2025", predicate="Baik")

    with office.database.reading() as session:
        assert Ratings(session).of("LATER") == {"2025": "Baik"}


def test_leave_counts_as_absence_until_it_is_cancelled(office):
    on_leave(office, "approved")
    assert absent_days(office) == [("2026-12-01", "2026-12-03", False)]

    on_leave(office, "cancelled")
    assert absent_days(office) == [("2026-12-01", "2026-12-03", True)]


def test_a_leave_that_was_approved_before_it_was_cancelled_stays_cancelled(office):
    on_leave(office, "cancelled")
    on_leave(office, "approved", ago=DAY)

    assert [cancelled for _, _, cancelled in absent_days(office)] == [True]


def rate(house, *, period, predicate, employee_id="LEARNER", ago=timedelta(0)):
    now = house.clock.now()
    told = PerformanceRated(
        occurred_at=now,
        employee_id=employee_id,
        period=period,
        predicate=predicate,
        changed_at=now - ago,
    )
    with house.database.transaction() as session:
        house.service.learn_rating(told, session)


def on_leave(house, status, ago=timedelta(0)):
    now = house.clock.now()
    told = LeaveChanged(
        occurred_at=now,
        leave_id="L1",
        employee_id="LEARNER",
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 3),
        status=status,
        changed_at=now - ago,
    )
    with house.database.transaction() as session:
        house.service.learn_leave(told, session)


def absent_days(house):
    with house.database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "select starts_on, ends_on, cancelled from absence"
        )
        return [(str(row.starts_on), str(row.ends_on), bool(row.cancelled)) for row in rows]


def test_employees_are_found_by_ids_supervisor_and_a_part_of_the_name(office):
    office.an_employee("A", supervisor_id="HEAD", name="Maria 100% Taek")
    office.an_employee("B", name="Yosef Nahak")

    def found(**wanted):
        return [one["employee_id"] for one in office.list_employees(**wanted)["items"]]

    assert found(employee_ids=["B", "A", "NOBODY"]) == ["A", "B"]
    assert found(supervisor_id="HEAD") == ["A"]
    assert found(name="mARIA 1") == ["A"]
    assert found(name="%") == ["A"]


def test_the_units_are_listed_with_who_leads_them(office):
    office.a_unit("U2", parent_id="U1")

    first = office.list_units(limit=1)

    assert first["items"][0] | {"name": ""} == {
        "unit_id": "U1",
        "name": "",
        "parent_id": None,
        "head_id": "HEAD",
    }
    assert [one["unit_id"] for one in office.list_units(after=first["next"])["items"]] == ["U2"]
