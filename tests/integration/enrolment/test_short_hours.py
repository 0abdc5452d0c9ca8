"""Late in the year, people are told that learning hours are missing; once at each checkpoint."""

from collections import Counter

import pytest

from services.enrolment import noticing_hours
from tests.integration.enrolment.campus import open_campus, under_way
from tests.integration.enrolment.house import at
from tests.integration.enrolment.training_office import (
    a_seat,
    completes,
    confirms,
    hands_in,
    open_office,
)


@pytest.fixture
def office(house):
    """It was installed in November; LEARNER has no hours yet."""
    open_office(house)
    house.tell_short_hours()
    return house


def on_the(day, office, hour=8):
    office.clock.travel_to(at(day, hour))
    office.tell_short_hours()


def told_of(office, event="hours.short"):
    """Of everybody but the officer, who decides in these tests."""
    about = [one.data for one in office.told() if one.name == event]
    return [one for one in about if one["employee_id"] != "OFFICER"]


def look_again(office):
    office.clock.travel_to(max(office.clock.now(), at("2026-12-02")))
    office.look_at_short_hours_again()


def dies_after_a_step(office, now):
    with office.database.transaction() as session:
        noticing_hours.tell_short(session, now, 3)
        raise RuntimeError("the process dies before its commit")


def test_on_the_first_working_day_of_december_those_are_told_who_fall_short(office):
    a_seat(office, day="2026-12-08")

    on_the("2026-11-30", office, hour=23)
    assert told_of(office) == []
    on_the("2026-12-01", office, hour=1)

    (told,) = told_of(office)
    assert told.pop("notice_id")
    assert told == {
        "employee_id": "LEARNER",
        "year": 2026,
        "target": 20.0,
        "credited": 0.0,
        "planned": 12.0,
        "short_by": 8.0,
        "due_on": "2026-12-31",
        "unit_id": "U1",
    }


def test_in_the_last_quarter_each_month_tells_once(office):
    on_the("2026-12-31", office)
    days = ("2027-09-30", "2027-10-01", "2027-10-29", "2027-11-01", "2027-12-01", "2027-12-31")
    for day in days:
        on_the(day, office)
        office.tell_short_hours()

    assert [one["year"] for one in told_of(office)] == [2026, 2027, 2027, 2027]


def test_a_checkpoint_on_a_day_off_waits_for_the_next_working_day(office):
    """The first of January 2028 is no checkpoint; the first of October 2028 is a Sunday."""
    on_the("2027-12-31", office)
    before = len(told_of(office))

    on_the("2028-10-01", office)
    assert len(told_of(office)) == before
    on_the("2028-10-02", office)

    assert len(told_of(office)) == before + 1


def test_a_service_that_was_away_tells_of_the_newest_checkpoint_only(office):
    on_the("2027-11-20", office)

    assert [one["year"] for one in told_of(office)] == [2027]


def test_a_new_installation_tells_nobody_before_the_next_checkpoint(house):
    open_office(house)
    house.clock.travel_to(at("2027-10-15"))

    house.tell_short_hours()
    assert told_of(house) == []
    on_the("2027-11-01", house)

    assert [one["employee_id"] for one in told_of(house)] == ["LEARNER"]


def test_whoever_has_enough_has_no_target_has_only_a_cap_or_left_is_not_told(office):
    confirms(office, hands_in(office, learning_hours=20))
    office.an_employee("CONTRACT", employment="PPPK")
    office.an_employee("GONE", active=False)

    on_the("2026-12-01", office)

    assert told_of(office) == []


def test_hours_that_are_credited_and_planned_count_together(office):
    completes(office, a_seat(office, day="2026-11-24"))
    a_seat(office, day="2026-12-28")

    on_the("2026-12-21", office)

    assert told_of(office) == []


def test_whoever_is_away_on_a_study_assignment_is_not_told(house):
    open_campus(house)
    house.tell_short_hours()
    under_way(house)

    on_the("2026-12-01", house, hour=10)

    assert [one["employee_id"] for one in told_of(house)] == ["HEAD"]


def test_the_office_decides_when_it_begins_or_that_it_never_does(office):
    office.save_rule_number(name="hours_notice_from_month", value=13)
    on_the("2026-12-31", office)
    assert told_of(office) == []

    office.save_rule_number(name="hours_notice_from_month", value=6)
    on_the("2027-06-01", office)  # a national holiday
    assert told_of(office) == []
    on_the("2027-06-02", office)

    assert len(told_of(office)) == 1


def test_a_checkpoint_that_was_cut_off_goes_on_where_it_was(office):
    people = office.some_employees(7)
    office.clock.travel_to(at("2026-12-01"))
    now = office.clock.now()
    with office.database.transaction() as session:
        assert noticing_hours.tell_short(session, now, 3)
    with pytest.raises(RuntimeError, match="before its commit"):
        dies_after_a_step(office, now)

    office.tell_short_hours()

    told = Counter(one["employee_id"] for one in told_of(office))
    assert told == dict.fromkeys(("LEARNER", *people), 1)


def test_once_enough_is_planned_it_is_said_that_hours_are_not_short_any_more(office):
    on_the("2026-12-01", office)
    (short,) = told_of(office)
    look_again(office)
    assert told_of(office, "hours.enough") == []

    a_seat(office, day="2026-12-08")
    a_seat(office, day="2026-12-15")
    office.clock.travel_to(at("2026-12-03"))
    office.look_at_short_hours_again()
    office.look_at_short_hours_again()

    first, then = [one for one in office.told() if one.subject == short["notice_id"]]
    assert ((first.name, first.sequence), (then.name, then.sequence)) == (
        ("hours.short", 1),
        ("hours.enough", 2),
    )
    assert then.data == {
        "notice_id": short["notice_id"],
        "employee_id": "LEARNER",
        "year": 2026,
        "target": 20.0,
        "credited": 0.0,
        "planned": 24.0,
    }


@pytest.mark.parametrize(
    "facts", [{"active": False}, {"employment": "PPPK"}], ids=["left", "has only a cap now"]
)
def test_of_whom_nothing_is_asked_any_more_hours_are_not_short(office, facts):
    on_the("2026-12-01", office)

    office.an_employee("LEARNER", **facts)
    look_again(office)

    (enough,) = told_of(office, "hours.enough")
    assert enough["target"] is None


def test_when_the_year_is_over_nothing_more_is_said_of_it(office):
    on_the("2026-12-01", office)
    office.clock.travel_to(at("2027-01-02"))
    office.look_at_short_hours_again()

    confirms(office, hands_in(office, learning_hours=20))
    office.clock.travel_to(at("2027-01-03"))
    office.look_at_short_hours_again()

    assert told_of(office, "hours.enough") == []
