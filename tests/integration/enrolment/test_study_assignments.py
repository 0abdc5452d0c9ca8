"""A study under way: reports, extension, return, service bond, degree."""

from datetime import timedelta

import pytest

from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from tests.integration.enrolment.campus import (
    absences,
    an_intake,
    ask,
    extend,
    open_campus,
    returned,
    study_of,
    under_way,
)
from tests.integration.enrolment.house import DAY, at, on


@pytest.fixture
def campus(house):
    return open_campus(house)


def test_a_study_goes_from_the_application_to_the_degree(campus):
    study_id = under_way(campus)
    campus.clock.travel_to(at("2027-12-01"))

    campus.complete_study(
        study_id=study_id,
        completed_at=on("2027-11-20")["ends_at"],
        score=90,
        recorded_by="OFFICER",
    )

    assert study_of(campus, study_id)["status"] == "completed"
    assert campus.names_told(study_id) == [
        "study.applied",
        "study.selected",
        "study.decreed",
        "study.started",
        "study.completed",
    ]
    assert [told.sequence for told in campus.told(study_id)] == [1, 2, 3, 4, 5]


def test_a_degree_is_told_as_a_completed_training_of_kind_degree(campus):
    study_id = under_way(campus)
    enrolment_id = study_of(campus, study_id)["enrolment_id"]
    campus.clock.travel_to(at("2027-12-01"))

    campus.complete_study(
        study_id=study_id, completed_at=on("2027-11-20")["ends_at"], recorded_by="OFFICER"
    )

    told = campus.told(enrolment_id)[-1]
    assert told.name == "training.completed"
    assert told.data["programme_kind"] == "degree"
    assert told.data["employee_id"] == "LEARNER"
    assert told.data["supervisor_id"] == "HEAD"
    assert campus.verify_certificate(code=told.data["certificate"]["code"])["valid"]
    assert campus.status(enrolment_id) == "completed"


def test_who_studies_is_absent_until_the_return(campus):
    study_id = under_way(campus)
    assert absences(campus) == [("study", "2026-12-01", "2027-11-30")]

    returned(campus, study_id, "2027-06-01")

    assert absences(campus) == [("study", "2026-12-01", "2027-05-31")]


def test_each_due_report_is_told_and_a_missing_one_escalates(campus):
    study_id = under_way(campus)
    reports = study_of(campus, study_id)["reports"]
    assert [(one["semester"], one["due_on"]) for one in reports] == [
        (1, "2027-06-30"),
        (2, "2027-12-30"),
    ]

    ask(campus, "2027-06-15")
    assert "study.report_due" not in campus.names_told(study_id)
    for day in ("2027-06-16", "2027-07-01", "2027-07-15"):
        ask(campus, day)
        campus.ask_for_study_reports()

    told = [one for one in campus.told(study_id) if one.name.startswith("study.report")]
    assert [(one.name, one.data.get("step"), one.data.get("escalated_to")) for one in told] == [
        ("study.report_due", None, None),
        ("study.report_overdue", 1, "HEAD"),
        ("study.report_overdue", 2, None),
    ]
    assert {one.data["due_on"] for one in told} == {"2027-06-30"}


def test_a_report_that_was_handed_in_is_asked_for_no_more(campus):
    study_id = under_way(campus)
    ask(campus, "2027-06-16")

    campus.submit_study_report(study_id=study_id, semester=1, submitted_by="LEARNER", gpa=3.5)
    ask(campus, "2027-08-01")

    assert campus.names_told(study_id)[-2:] == ["study.report_due", "study.report_submitted"]
    report = study_of(campus, study_id)["reports"][0]
    assert (report["status"], report["gpa"]) == ("submitted", 3.5)
    with pytest.raises(Conflict, match="submitted already"):
        campus.submit_study_report(study_id=study_id, semester=1, submitted_by="LEARNER")


def test_only_the_learner_or_an_officer_hands_in_a_report_of_a_semester_that_exists(campus):
    study_id = under_way(campus)

    with pytest.raises(Forbidden):
        campus.submit_study_report(study_id=study_id, semester=1, submitted_by="HEAD")
    with pytest.raises(NotFound):
        campus.submit_study_report(study_id=study_id, semester=9, submitted_by="LEARNER")


def test_an_extension_moves_the_end_and_adds_reports(campus):
    study_id = under_way(campus)

    extended = extend(campus, study_id, "2028-05-31")

    assert extended["ends_on"] == "2028-05-31"
    assert [one["due_on"] for one in study_of(campus, study_id)["reports"]] == [
        "2027-06-30",
        "2027-12-30",
        "2028-06-30",
    ]
    assert absences(campus) == [("study", "2026-12-01", "2028-05-31")]
    assert campus.told(study_id)[-1].data["ends_on"] == "2028-05-31"


def test_an_extension_beyond_what_is_allowed_is_refused(campus):
    study_id = under_way(campus)

    with pytest.raises(Conflict, match="until 2028-11-30"):
        extend(campus, study_id, "2028-12-01")


def test_the_bond_is_owed_from_the_return_on_and_served_day_by_day(campus):
    study_id = under_way(campus)
    returned(campus, study_id, "2027-03-11")  # 100 days away
    campus.count_study_bonds()
    assert study_of(campus, study_id)["bond"]["days_open"] == 200

    campus.clock.travel_to(at("2027-05-10", 9))
    campus.count_study_bonds()
    campus.count_study_bonds()
    assert study_of(campus, study_id)["bond"]["days_open"] == 140

    campus.clock.travel_to(at("2027-12-01", 9))
    campus.count_study_bonds()

    bond = study_of(campus, study_id)["bond"]
    assert bond["days_open"] == 0
    assert [one["days"] for one in bond["entries"]] == [200, -60, -140]
    assert campus.names_told(study_id)[-2:] == ["study.returned", "study.bond_ended"]
    assert campus.told(study_id)[-1].data["outcome"] == "served"


def test_a_bond_can_be_released_in_part_and_in_full(campus):
    study_id = under_way(campus)
    returned(campus, study_id, "2027-03-11")

    def release(days):
        return campus.release_study_bond(
            study_id=study_id, days=days, reason="transfer", released_by="OFFICER"
        )["days_open"]

    assert release(50) == 150
    with pytest.raises(Conflict, match="150 days of service are owed"):
        release(151)
    assert release(150) == 0
    assert campus.told(study_id)[-1].data["outcome"] == "released"


def test_who_leaves_before_the_bond_is_served_breaks_it(campus):
    study_id = under_way(campus)
    returned(campus, study_id, "2027-03-11")
    campus.clock.travel_to(at("2027-03-21", 9))

    campus.an_employee("LEARNER", active=False)

    told = campus.told(study_id)[-1]
    assert (told.name, told.data["outcome"], told.data["days_open"]) == (
        "study.bond_ended",
        "broken",
        190,
    )
    campus.clock.travel(100 * DAY)
    campus.count_study_bonds()
    assert study_of(campus, study_id)["bond"]["days_open"] == 190


def test_who_leaves_while_studying_has_not_completed(campus):
    study_id = under_way(campus)
    seat = study_of(campus, study_id)["enrolment_id"]

    campus.an_employee("LEARNER", active=False)

    assert study_of(campus, study_id)["status"] == "not_completed"
    assert campus.status(seat) == "not_completed"
    assert campus.told(seat)[-1].data["reason"] == "withdrawn"
    campus.clock.travel(400 * DAY)
    campus.ask_for_study_reports()
    assert campus.names_told(study_id)[-1] == "study.ended"


def test_a_score_under_the_pass_score_is_no_degree(campus):
    campus.intake = an_intake(campus, pass_score=70)
    study_id = under_way(campus)
    campus.clock.travel_to(at("2027-12-01"))

    with pytest.raises(Conflict, match="under the pass score"):
        campus.complete_study(
            study_id=study_id,
            completed_at=on("2027-11-20")["ends_at"],
            score=60,
            recorded_by="OFFICER",
        )

    assert study_of(campus, study_id)["status"] == "under_way"


def test_a_degree_cannot_be_reached_in_the_future_or_before_the_study(campus):
    study_id = under_way(campus)

    def complete(completed_at):
        campus.complete_study(study_id=study_id, completed_at=completed_at, recorded_by="OFFICER")

    with pytest.raises(ValidationError, match="completed_at"):
        complete((campus.clock.now() + DAY).isoformat())
    with pytest.raises(Conflict, match="began on 2026-12-01"):
        complete((campus.clock.now() - timedelta(days=20)).isoformat())


def test_the_degree_may_be_recorded_after_the_return(campus):
    study_id = under_way(campus)
    returned(campus, study_id, "2027-09-01")

    campus.complete_study(
        study_id=study_id, completed_at=on("2027-08-20")["ends_at"], recorded_by="OFFICER"
    )

    assert study_of(campus, study_id)["status"] == "completed"
    reports = study_of(campus, study_id)["reports"]
    assert [one["status"] for one in reports] == ["planned", "waived"]
