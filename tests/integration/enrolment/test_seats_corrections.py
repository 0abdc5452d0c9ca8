"""A result that was recorded in error is recorded again, with the right one."""

import pytest

from shared.errors import Conflict
from tests.integration.enrolment.campus import open_campus, study_of, under_way
from tests.integration.enrolment.house import at, on

SEAT = 1_000_000


@pytest.fixture
def offering(house):
    """Took place on Friday; its seats cost money."""
    budget = house.save_budget(
        title="Diklat", fiscal_year=2026, amount=9 * SEAT, mode="restrictive"
    )
    house.budget = budget["budget_id"]
    programme = house.a_programme(cost_per_participant=SEAT)
    return house.an_offering(
        programme_id=programme, budget_id=house.budget, meetings=[on("2026-11-20")]
    )


def ended(house, offering, employee_id, passed, score=None):
    return house.complete_offering(
        offering_id=offering,
        completed_at=at("2026-11-20", 17).isoformat(),
        results=[{"employee_id": employee_id, "passed": passed, "score": score}],
    )


def failed_in_error(house, offering):
    learner = house.an_employee()
    seat = house.approved(offering, learner)
    ended(house, offering, learner, passed=False)
    return learner, seat


def test_a_failure_recorded_in_error_becomes_a_completion_with_hours_and_a_certificate(
    house, offering
):
    learner, seat = failed_in_error(house, offering)

    assert ended(house, offering, learner, passed=True) == {"completed": 1, "not_completed": 0}

    assert house.status(seat) == "completed"
    assert house.enrolment(seat)["reason"] is None
    hours = house.get_learning_hours(employee_id=learner, year=2026)
    assert [entry["hours"] for entry in hours["entries"]] == [20]
    told = house.told(seat)
    assert [one.name for one in told[-2:]] == ["training.not_completed", "training.completed"]
    assert [one.sequence for one in told] == list(range(1, len(told) + 1))


def test_a_seat_whose_result_is_corrected_is_paid_once(house, offering):
    learner, _ = failed_in_error(house, offering)

    ended(house, offering, learner, passed=True)

    found = house.get_budget(budget_id=house.budget)
    entries = house.list_budget_entries(budget_id=house.budget)["items"]
    assert (found["reserved"], found["committed"], found["spent"]) == (0, 0, SEAT)
    assert [one["kind"] for one in entries].count("spend") == 1


def test_a_correction_that_was_wrong_itself_is_reversed_by_counter_entries(house, offering):
    learner, seat = failed_in_error(house, offering)
    ended(house, offering, learner, passed=True)

    house.reverse_completion(enrolment_id=seat, reason="keliru")
    ended(house, offering, learner, passed=False)

    assert house.status(seat) == "not_completed"
    hours = house.get_learning_hours(employee_id=learner, year=2026)
    assert [entry["hours"] for entry in hours["entries"]] == [20, -20]


def test_a_no_show_recorded_in_error_is_corrected_with_the_attendance_first(house, offering):
    learner = house.an_employee()
    seat = house.approved(offering, learner)

    def was(status):
        mark = {"employee_id": learner, "meeting": 0, "status": status}
        house.record_attendance(offering_id=offering, records=[mark])

    was("absent")
    ended(house, offering, learner, passed=False)
    assert house.enrolment(seat)["reason"] == "no_show"
    with pytest.raises(Conflict, match="correct the attendance first"):
        ended(house, offering, learner, passed=False)

    was("present")
    ended(house, offering, learner, passed=True)

    assert house.status(seat) == "completed"
    with pytest.raises(Conflict, match="after reverse_completion"):
        was("absent")


def test_the_same_result_again_is_refused_and_told_once(house, offering):
    learner, seat = failed_in_error(house, offering)

    with pytest.raises(Conflict, match=r"not completed \(failed\) already"):
        ended(house, offering, learner, passed=False)
    ended(house, offering, learner, passed=False, score=41)

    assert house.names_told(seat).count("training.not_completed") == 2
    assert house.enrolment(seat)["score"] == 41


def test_who_is_completed_is_not_completed_again_without_a_reversal(house, offering):
    learner, seat = failed_in_error(house, offering)
    ended(house, offering, learner, passed=True)

    with pytest.raises(Conflict, match=f"completed already: {learner} .*reverse_completion"):
        ended(house, offering, learner, passed=False)
    assert house.status(seat) == "completed"


def test_a_study_that_was_ended_is_not_corrected_with_its_class(house):
    campus = open_campus(house)
    study = under_way(campus)
    campus.end_study(study_id=study, reason="sakit", recorded_by="OFFICER")
    campus.clock.travel_to(at("2027-12-01"))

    with pytest.raises(Conflict, match="ended without the degree"):
        campus.complete_offering(
            offering_id=campus.intake,
            completed_at=at("2027-11-30", 17).isoformat(),
            results=[{"employee_id": "LEARNER", "passed": True}],
        )
    assert study_of(campus, study)["status"] == "not_completed"
