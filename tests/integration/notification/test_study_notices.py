"""The steps of a study assignment are told once each."""

from tests.integration.enrolment.campus import (
    applied,
    decreed,
    open_campus,
    selected,
    under_way,
)
from tests.integration.enrolment.house import at


def test_who_is_selected_for_a_study_hears_of_it_once_and_then_of_each_step(town):
    open_campus(town.enrolment)
    under_way(town.enrolment)

    town.deliver()

    assert town.told("LEARNER") == ["study.selected", "study.decreed", "study.started"]


def test_a_study_that_will_not_begin_is_told_once(town):
    open_campus(town.enrolment)
    study = applied(town.enrolment)
    decreed(town.enrolment, study)
    town.deliver()

    town.enrolment.end_study(study_id=study, reason="sakit", recorded_by="OFFICER")
    assert set(town.enrolment.names_told()[-2:]) == {"enrolment.cancelled", "study.ended"}
    town.deliver()

    assert town.told("LEARNER")[-2:] == ["study.decreed", "study.ended"]


def test_a_study_that_ends_without_the_degree_is_told_once(town):
    open_campus(town.enrolment)
    study = under_way(town.enrolment)
    town.deliver()

    town.enrolment.end_study(study_id=study, reason="sakit", recorded_by="OFFICER")
    assert set(town.enrolment.names_told()[-2:]) == {"training.not_completed", "study.ended"}
    town.deliver()

    assert town.told("LEARNER")[-2:] == ["study.started", "study.ended"]


def test_a_rejected_applicant_and_one_whose_study_is_extended_are_told(town):
    campus = open_campus(town.enrolment)
    selected(campus, applied(campus), decision="reject", reason="kuota")
    study = under_way(campus)
    campus.extend_study(
        study_id=study, until="2028-05-31", decree_number="801/2027", recorded_by="OFFICER"
    )

    town.deliver()

    told = town.told("LEARNER")
    assert (told[0], told[-1]) == ("study.rejected", "study.extended")
    assert "31 Mei 2028" in town.notification.inbox("LEARNER")[0]["text"]


def test_a_missing_report_is_asked_of_the_learner_and_then_told_to_the_head(town):
    campus = open_campus(town.enrolment)
    under_way(campus)
    town.deliver()
    for day in ("2027-05-25", "2027-07-15", "2027-07-16", "2027-09-30"):
        campus.clock.travel_to(at(day, 9))
        campus.ask_for_study_reports()
        town.deliver()

    asked = [one for one in town.told("LEARNER") if one.startswith("study.report")]
    assert asked == ["study.report_due", "study.report_overdue", "study.report_overdue"]
    assert town.told("HEAD") == ["study.report_overdue"]
    text = town.notification.inbox("HEAD")[0]["text"]
    assert "Mohon kesediaan Bapak/Ibu menanyakannya kepada Maria LEARNER." in text


def test_the_return_and_the_end_of_the_bond_are_told(town):
    campus = open_campus(town.enrolment)
    study = under_way(campus)
    campus.clock.travel_to(at("2027-12-01", 9))
    campus.return_from_study(study_id=study, returned_on="2027-12-01", recorded_by="OFFICER")
    owed = sum(one["days"] for one in campus.get_study(study_id=study)["bond"]["entries"])
    campus.release_study_bond(
        study_id=study, days=owed, reason="kebutuhan dinas", released_by="OFFICER"
    )

    town.deliver()

    assert town.told("LEARNER")[-2:] == ["study.returned", "study.bond_ended"]
    assert "dibebaskan dari sisanya" in town.notification.inbox("LEARNER")[0]["text"]


def test_the_degree_is_told_as_a_completion(town):
    campus = open_campus(town.enrolment)
    study = under_way(campus)
    town.deliver()
    campus.clock.travel_to(at("2027-12-01", 9))
    campus.complete_study(
        study_id=study, completed_at=at("2027-11-30", 17).isoformat(), recorded_by="OFFICER"
    )

    town.deliver()

    told = [one for one in town.told("LEARNER") if not one.startswith("study.report")]
    assert told[-1] == "training.completed"
    assert "study.completed" in campus.names_told()
