"""What HR tells of ratings and leave, and how people and units are found."""

from datetime import date, timedelta

import pytest

from services.enrolment.storage.ratings import Ratings
from shared.events.hr import LeaveChanged, PerformanceRated
from tests.integration.enrolment.house import DAY
from tests.integration.enrolment.roster_office import staffed


@pytest.fixture
def office(house):
    return staffed(house)


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
