"""Attendance by meeting, and how a class ends because of it."""

import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import DAY, at, on

TWO_DAYS = [on("2026-12-01"), on("2026-12-02")]


@pytest.fixture
def a_class(house):
    """LEARNER and OTHER, two days, at least three quarters of the time; all is over."""
    house.learner, house.other = house.an_employee("LEARNER"), house.an_employee("OTHER")
    programme = house.a_programme(min_attendance_share=0.75)
    house.offering = house.an_offering(programme_id=programme, meetings=TWO_DAYS)
    house.seats = {one: house.approved(house.offering, one) for one in ("LEARNER", "OTHER")}
    house.clock.travel_to(at("2026-12-03"))
    return house


def attends(house, employee_id, *statuses):
    records = [
        {"employee_id": employee_id, "meeting": number, "status": status}
        for number, status in enumerate(statuses)
    ]
    return house.record_attendance(offering_id=house.offering, records=records)


def completes(house, *employee_ids, passed=True):
    return house.complete_offering(
        offering_id=house.offering,
        completed_at=at("2026-12-02", 17).isoformat(),
        results=[{"employee_id": one, "passed": passed} for one in employee_ids],
    )


def end_of(house, employee_id):
    told = house.told(house.seats[employee_id])[-1]
    return told.name, told.data.get("reason")


def test_who_attended_completes_and_who_attended_too_little_does_not(a_class):
    assert attends(a_class, "LEARNER", "present", "present") == {"recorded": 2}
    attends(a_class, "OTHER", "present", "absent")

    answer = completes(a_class, "LEARNER", "OTHER")

    assert answer == {"completed": 1, "not_completed": 1}
    assert end_of(a_class, "LEARNER") == ("training.completed", None)
    assert end_of(a_class, "OTHER") == ("training.not_completed", "attendance")
    assert a_class.enrolment(a_class.seats["OTHER"])["reason"] == "attendance"


@pytest.mark.parametrize(
    ("statuses", "reason"),
    [
        (("absent", "absent"), "no_show"),
        (("excused", "absent"), "no_show"),
        (("excused", "excused"), "withdrawn"),
        (("excused", "present"), "attendance"),
    ],
)
def test_a_no_show_is_told_from_somebody_excused(a_class, statuses, reason):
    attends(a_class, "LEARNER", *statuses)

    completes(a_class, "LEARNER")

    assert end_of(a_class, "LEARNER") == ("training.not_completed", reason)


def test_a_failed_learner_who_was_there_has_failed(a_class):
    attends(a_class, "LEARNER", "present", "present")

    completes(a_class, "LEARNER", passed=False)

    assert end_of(a_class, "LEARNER") == ("training.not_completed", "failed")


def test_of_whom_no_attendance_was_recorded_the_result_alone_counts(a_class):
    attends(a_class, "LEARNER", "absent", "absent")

    completes(a_class, "OTHER")

    assert end_of(a_class, "OTHER")[0] == "training.completed"


def test_recording_again_corrects(a_class):
    attends(a_class, "LEARNER", "absent", "present")
    attends(a_class, "LEARNER", "present")

    (first, second) = a_class.list_attendance(offering_id=a_class.offering)["items"]

    assert first == {
        "enrolment_id": a_class.seats["LEARNER"],
        "employee_id": "LEARNER",
        "status": "enrolled",
        "meetings": ["present", "present"],
        "attended_share": 1.0,
    }
    assert (second["meetings"], second["attended_share"]) == ([None, None], None)


def test_the_list_comes_in_pages(a_class):
    page = a_class.list_attendance(offering_id=a_class.offering, limit=1)
    rest = a_class.list_attendance(offering_id=a_class.offering, after=page["next"])

    assert [len(one["items"]) for one in (page, rest)] == [1, 1]
    assert rest["next"] is None


def test_one_wrong_mark_refuses_them_all(a_class):
    a_class.an_employee("STRANGER")
    right = {"employee_id": "LEARNER", "meeting": 0, "status": "present"}

    for wrong, error, said in (
        ({"employee_id": "STRANGER"}, Conflict, "STRANGER is not enrolled"),
        ({"employee_id": "NOBODY"}, Conflict, "NOBODY is not enrolled"),
        ({"meeting": 2}, ValidationError, r"records\.1\.meeting"),
        ({"status": "late"}, ValidationError, "status"),
        ({}, ValidationError, "more than once"),
    ):
        with pytest.raises(error, match=said):
            a_class.record_attendance(offering_id=a_class.offering, records=[right, right | wrong])
    with pytest.raises(NotFound):
        a_class.record_attendance(offering_id="NONE", records=[right])

    items = a_class.list_attendance(offering_id=a_class.offering)["items"]
    assert [one["meetings"] for one in items] == [[None, None], [None, None]]


def test_excuses_may_come_ahead_and_presence_only_when_the_meeting_has_begun(house):
    house.offering = house.an_offering(meetings=TWO_DAYS)
    house.approved(house.offering, house.an_employee("LEARNER"))

    assert attends(house, "LEARNER", "excused") == {"recorded": 1}
    with pytest.raises(Conflict, match="begins at"):
        attends(house, "LEARNER", "present")
    house.clock.travel_to(at("2026-12-01", 9))
    assert attends(house, "LEARNER", "present") == {"recorded": 1}


def test_attendance_stands_once_the_result_is_recorded_until_it_is_reversed(a_class):
    completes(a_class, "LEARNER")

    with pytest.raises(Conflict, match="recorded already"):
        attends(a_class, "LEARNER", "absent")
    a_class.reverse_completion(enrolment_id=a_class.seats["LEARNER"], reason="salah orang")
    attends(a_class, "LEARNER", "absent", "absent")
    a_class.clock.travel(DAY)
    completes(a_class, "LEARNER")

    assert end_of(a_class, "LEARNER") == ("training.not_completed", "no_show")


def test_a_cancelled_offering_has_no_attendance(house):
    house.offering = house.an_offering()
    house.approved(house.offering, house.an_employee("LEARNER"))
    house.cancel_offering(offering_id=house.offering, reason="no trainer")

    with pytest.raises(Conflict, match="cancelled"):
        attends(house, "LEARNER", "excused")


def test_a_meeting_whose_attendance_was_taken_cannot_be_moved_but_a_later_one_can(a_class):
    attends(a_class, "LEARNER", "present")

    with pytest.raises(Conflict, match="attendance of meeting 0"):
        a_class.schedule_offering(
            offering_id=a_class.offering, meetings=[on("2026-12-04"), on("2026-12-05")]
        )
    changed = a_class.schedule_offering(
        offering_id=a_class.offering, meetings=[TWO_DAYS[0], on("2026-12-05")]
    )

    assert len(changed["meetings"]) == 2
