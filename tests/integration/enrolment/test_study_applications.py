"""Who may have a study assignment, who decides, and what is decreed."""

from datetime import date

import pytest

from shared.errors import Conflict, Forbidden, NotFound
from tests.integration.enrolment.campus import (
    A_NIP,
    applied,
    decreed,
    open_campus,
    rate,
    selected,
    study_of,
)
from tests.integration.enrolment.house import DAY


@pytest.fixture
def campus(house):
    return open_campus(house)


def test_the_eligibility_can_be_asked_for_without_applying(campus):
    found = campus.check_study_eligibility(
        offering_id=campus.intake, employee_id="LEARNER", sanction="none"
    )["checks"]

    assert {one["rule"]: one["outcome"] for one in found} == {
        "served_long_enough": "met",
        "is_young_enough": "met",
        "has_the_grade": "met",
        "was_rated_well": "met",
        "has_no_grave_sanction": "met",
    }
    assert campus.list_studies(employee_id="LEARNER")["items"] == []


def test_whoever_is_not_eligible_is_refused_with_every_rule(campus):
    rate(campus, "2025", "Kurang")
    campus.an_employee("LEARNER", grade="II/d")

    with pytest.raises(Conflict, match=r"at least III/a; performance was not rated .* 2025"):
        applied(campus)

    assert campus.list_studies()["items"] == []


def test_an_officer_can_override_a_rule_with_a_reason_that_is_kept(campus):
    campus.an_employee("LEARNER", grade="II/d")

    study_id = applied(campus, override_reason="the only doctor of the island")
    selected(campus, study_id)

    assert study_of(campus, study_id)["override_reason"] == "the only doctor of the island"


def test_the_learner_cannot_override_a_rule(campus):
    campus.an_employee("LEARNER", grade="II/d")

    with pytest.raises(Conflict, match="not eligible"):
        applied(campus, applied_by="LEARNER", override_reason="please")


def test_what_cannot_be_checked_is_decided_by_an_officer(campus):
    study_id = applied(campus, applied_by="LEARNER", sanction="none")
    with pytest.raises(Conflict, match="cannot be checked: has_no_grave_sanction"):
        selected(campus, study_id)

    selected(campus, study_id, confirmed=["has_no_grave_sanction"])

    assert study_of(campus, study_id)["confirmed"] == ["has_no_grave_sanction"]


def test_an_officer_may_answer_with_the_sanction_instead(campus):
    study_id = applied(campus, sanction=None)
    with pytest.raises(Conflict, match="sanction: severe"):
        selected(campus, study_id, sanction="severe")

    selected(campus, study_id, sanction="light")


def test_what_became_known_since_the_application_counts(campus):
    study_id = applied(campus)
    rate(campus, "2025", "Kurang")

    with pytest.raises(Conflict, match="not rated well enough in 2025"):
        selected(campus, study_id)


def test_numbers_of_the_rules_change_from_a_day_on(campus):
    campus.save_study_number(
        name="study_min_service_years", value=9, from_day="2026-11-24", decided_by="OFFICER"
    )
    campus.check_study_eligibility(offering_id=campus.intake, employee_id="LEARNER")
    assert campus.list_study_numbers()["numbers"]["study_min_service_years"] == 1
    later = campus.list_study_numbers(on="2026-11-24")
    assert later["numbers"]["study_min_service_years"] == 9

    campus.clock.travel(DAY)

    with pytest.raises(Conflict, match="6 of at least 9 years"):
        applied(campus)


def test_only_an_officer_changes_the_numbers(campus):
    with pytest.raises(Forbidden):
        campus.save_study_number(name="study_rated_years", value=0, decided_by="HEAD")


def test_only_an_officer_selects_and_nobody_themselves(campus):
    study_id = applied(campus)

    with pytest.raises(Forbidden):
        selected(campus, study_id, decided_by="HEAD")
    campus.an_employee("LEARNER", roles=["officer"])
    with pytest.raises(Forbidden, match="their own"):
        selected(campus, study_id, decided_by="LEARNER")


def test_a_rejected_applicant_is_told_why_and_may_apply_again(campus):
    study_id = applied(campus)

    selected(campus, study_id, decision="reject", reason="next year")

    assert campus.told(study_id)[-1].data["reason"] == "next year"
    assert applied(campus) != study_id


def test_nobody_has_two_applications_at_once(campus):
    applied(campus)

    with pytest.raises(Conflict, match="applied already"):
        applied(campus)


def test_a_selected_applicant_takes_a_seat_and_without_one_nobody_is_selected(campus):
    study_id = applied(campus)
    campus.an_employee("OTHER", nip=A_NIP, appointed_on=date(2020, 1, 1))
    other = applied(
        campus, employee_id="OTHER", sanction="none", override_reason="tests of the seat"
    )
    rules = ["has_the_grade", "was_rated_well"]
    selected(campus, other, confirmed=rules)

    with pytest.raises(Conflict, match="LEARNER cannot be selected"):
        selected(campus, study_id)

    assert study_of(campus, study_id)["status"] == "applied"
    assert campus.list_enrolments(employee_id="LEARNER")["items"] == []


def test_a_training_is_no_study_assignment(campus):
    with pytest.raises(Conflict, match="request_enrolment"):
        applied(campus, offering_id=campus.an_offering())


def test_a_study_cannot_start_before_its_decree(campus):
    study_id = applied(campus)
    selected(campus, study_id)

    with pytest.raises(Conflict, match="it must be decreed"):
        campus.start_study(study_id=study_id, started_on="2026-11-23", recorded_by="OFFICER")


def test_a_study_whose_seat_was_given_up_cannot_start(campus):
    study_id = applied(campus)
    decreed(campus, study_id)
    seat = study_of(campus, study_id)["enrolment_id"]
    campus.cancel_enrolment(enrolment_id=seat, cancelled_by="LEARNER", reason="family")

    with pytest.raises(Conflict, match="is cancelled"):
        campus.start_study(study_id=study_id, started_on="2026-11-23", recorded_by="OFFICER")


def test_a_study_that_is_given_up_before_it_begins_frees_the_seat(campus):
    study_id = applied(campus)
    selected(campus, study_id)
    seat = study_of(campus, study_id)["enrolment_id"]

    campus.end_study(study_id=study_id, reason="family", recorded_by="OFFICER")

    assert study_of(campus, study_id)["status"] == "withdrawn"
    assert campus.status(seat) == "cancelled"
    applied(campus)


def test_studies_are_listed_by_learner_offering_and_status(campus):
    study_id = applied(campus)

    def listed(**wanted):
        return [one["study_id"] for one in campus.list_studies(**wanted)["items"]]

    assert listed(employee_id="LEARNER") == [study_id]
    assert listed(offering_id=campus.intake, status="applied") == [study_id]
    assert listed(status="under_way") == []
    with pytest.raises(NotFound):
        campus.get_study(study_id="nothing")
