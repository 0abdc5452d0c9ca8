"""An offering is moved, or called off: enrolments stay, or everybody is told."""

from datetime import datetime

import pytest

from shared.errors import Conflict
from tests.integration.enrolment.house import DAY, at, on


def test_an_offering_has_meetings_on_several_days_and_places(house):
    offering = house.an_offering(
        venue="Kupang",
        meetings=[on("2026-12-03", venue="Soe"), on("2026-12-01"), on("2026-12-02")],
    )

    found = house.get_offering(offering_id=offering)

    assert [one["venue"] for one in found["meetings"]] == [None, None, "Soe"]
    assert found["starts_at"] == "2026-12-01T00:00:00+00:00"
    assert (found["status"], found["venue"]) == ("scheduled", "Kupang")


def test_rescheduling_keeps_the_enrolments_and_tells(house):
    offering = house.an_offering(venue="Aula")
    enrolment = house.approved(offering)

    answer = house.schedule_offering(offering_id=offering, meetings=[on("2026-12-08")])

    assert (answer["venue"], answer["seats_taken"]) == ("Aula", 1)
    assert house.status(enrolment) == "enrolled"
    told = house.told(offering)[-1]
    assert (told.name, told.sequence) == ("offering.changed", 2)
    assert datetime.fromisoformat(told.data["starts_at"]) == at("2026-12-08")
    assert told.data["employee_ids"] == [house.enrolment(enrolment)["employee_id"]]


def test_null_takes_away_what_is_optional_and_nothing_else_changes(house):
    offering = house.an_offering(venue="Aula", enrol_by=at("2026-11-30").isoformat())

    changed = house.schedule_offering(offering_id=offering, venue=None)

    assert (changed["venue"], changed["capacity"]) == (None, 2)
    assert changed["enrol_by"] is not None


def test_fewer_seats_than_are_taken_are_refused(house):
    offering = house.an_offering(capacity=2)
    house.approved(offering), house.approved(offering)

    with pytest.raises(Conflict, match="2 seats are taken: the capacity cannot be 1"):
        house.schedule_offering(offering_id=offering, capacity=1)


def test_another_programme_is_another_offering(house):
    offering, other = house.an_offering(), house.a_programme(title="Lain")

    with pytest.raises(Conflict, match="keeps its programme"):
        house.schedule_offering(offering_id=offering, programme_id=other)


def test_when_an_offering_is_cancelled_everybody_is_told(house):
    offering = house.an_offering(capacity=1)
    seated, waiting = house.approved(offering), house.approved(offering)
    asked = house.a_request(offering)

    answer = house.cancel_offering(offering_id=offering, reason="banjir")

    assert (answer["status"], answer["reason"]) == ("cancelled", "banjir")
    assert house.status(seated, waiting, asked) == ["cancelled"] * 3
    assert [house.names_told(one)[-1] for one in (seated, waiting, asked)] == [
        "enrolment.cancelled"
    ] * 3
    told = house.told(offering)[-1]
    assert told.name == "offering.cancelled"
    assert len(told.data["employee_ids"]) == 2
    with pytest.raises(Conflict, match=r"was cancelled \(banjir\)"):
        house.a_request(offering)
    with pytest.raises(Conflict, match="was cancelled"):
        house.cancel_offering(offering_id=offering, reason="banjir")
    with pytest.raises(Conflict, match="was cancelled"):
        house.schedule_offering(offering_id=offering, capacity=9)


def test_what_has_results_is_neither_cancelled_nor_moved(house):
    offering = house.an_offering(meetings=[on("2026-11-20")])
    enrolment = house.approved(offering)
    house.complete_offering(
        offering_id=offering,
        completed_at=at("2026-11-20", 16).isoformat(),
        results=[{"employee_id": house.enrolment(enrolment)["employee_id"], "passed": True}],
    )

    with pytest.raises(Conflict, match="results are recorded"):
        house.cancel_offering(offering_id=offering, reason="banjir")
    with pytest.raises(Conflict, match="the meetings are history"):
        house.schedule_offering(offering_id=offering, meetings=[on("2026-12-08")])
    assert house.schedule_offering(offering_id=offering, venue="Aula")["venue"] == "Aula"


def test_an_offering_may_lie_in_the_past(house):
    offering = house.an_offering(meetings=[on("2026-10-01")])

    house.clock.travel(1 * DAY)

    assert house.status(house.approved(offering)) == "enrolled"


def test_a_change_says_what_is_different_now(house):
    offering = house.an_offering(venue="Aula")

    house.schedule_offering(offering_id=offering, venue="Aula", capacity=3)
    house.schedule_offering(offering_id=offering, meetings=[on("2026-12-02")], venue=None)
    house.schedule_offering(offering_id=offering)

    told = [one.data["changed"] for one in house.told(offering) if one.name == "offering.changed"]
    assert told == [["capacity"], ["meetings", "venue"], []]


def test_a_nomination_that_is_declined_says_who_nominated(house):
    [answer] = house.nominate(
        offering_id=house.an_offering(),
        employee_ids=[house.an_employee()],
        nominated_by=house.an_officer(),
    )

    house.decline_nomination(enrolment_id=answer["enrolment_id"], reason="workload")

    told = house.told(answer["enrolment_id"])[-1]
    assert (told.name, told.data["nominated_by"]) == ("enrolment.declined", "OFFICER")


def test_what_is_over_is_listed_newest_first_and_page_by_page(house):
    past = [house.an_offering(meetings=[on(f"2026-11-{day:02}")]) for day in (3, 2, 4)]
    coming = house.an_offering(meetings=[on("2026-12-03")])
    now = house.clock.now().isoformat()

    assert _ids(house.list_offerings(ends_after=now)) == [coming]
    assert _ids(house.list_offerings(ends_before=now)) == past
    first = house.list_offerings(ends_before=now, newest_first=True, limit=2)
    rest = house.list_offerings(ends_before=now, newest_first=True, after=first["next"])
    assert _ids(first) + _ids(rest) == past[::-1]


def _ids(answer):
    return [one["offering_id"] for one in answer["items"]]
