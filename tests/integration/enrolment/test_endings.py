"""From the seat to the certificate, and back."""

from datetime import timedelta

import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.desk import MONDAY_NOON, Desk, an_employee, failed, passed


def test_a_completion_says_all_that_others_need(desk: Desk):
    offering_id = desk.an_offering()
    enrolment_id = desk.a_seat(offering_id)

    assert desk.complete(offering_id, passed("E1", 88.5)) == {"completed": 1, "not_completed": 0}

    [told] = desk.told("training.completed")
    assert told["enrolment_id"] == enrolment_id
    assert (told["unit_id"], told["supervisor_id"]) == ("U1", "BOSS")
    assert (told["learning_hours"], told["score"]) == (12, 88.5)
    assert told["competencies"] == ["pelayanan_publik"]
    assert told["certificate"]["code"]
    assert desk.status(enrolment_id) == "completed"


def test_the_place_is_where_the_learner_works_at_the_completion(desk: Desk):
    offering_id = desk.an_offering()
    desk.a_seat(offering_id)
    moved = MONDAY_NOON + timedelta(seconds=1)
    desk.learn(an_employee("E1", "U0", supervisor_id=None, changed_at=moved))

    desk.complete(offering_id, passed("E1"))

    [told] = desk.told("training.completed")
    assert (told["unit_id"], told["supervisor_id"]) == ("U0", "TOP")


def test_a_failure_is_told_as_such(desk: Desk):
    offering_id = desk.an_offering()
    enrolment_id = desk.a_seat(offering_id)

    assert desk.complete(offering_id, failed("E1")) == {"completed": 0, "not_completed": 1}

    [told] = desk.told("training.not_completed")
    assert told["reason"] == "failed"
    assert desk.status(enrolment_id) == "not_completed"


def test_a_score_under_the_pass_score_is_not_a_completion(desk: Desk):
    programme_id = desk.a_programme(pass_score=70)
    offering_id = desk.an_offering(programme_id=programme_id)
    desk.nominate(offering_id, "E1", "E2", "E3")

    answer = desk.complete(offering_id, passed("E1", 69.9), passed("E2", 70), passed("E3"))

    assert answer == {"completed": 2, "not_completed": 1}


def test_before_the_last_meeting_ends_nothing_is_completed(desk: Desk):
    offering_id = desk.an_offering(starts_in=timedelta(hours=-1))
    desk.a_seat(offering_id)

    with pytest.raises(Conflict, match="last meeting ends"):
        desk.complete(offering_id, passed("E1"))


def test_a_completion_that_is_too_early_is_refused_in_the_hours_of_the_office(desk: Desk):
    running = desk.an_offering(starts_in=timedelta(hours=-1))
    desk.a_seat(running)
    over = desk.an_offering(starts_in=timedelta(days=-9))
    desk.a_seat(over, "E2")

    with pytest.raises(Conflict, match=r"the last meeting ends at \S+\+08:00$"):
        desk.complete(running, passed("E1"))
    too_early = (desk.clock.now() - timedelta(days=8, hours=23)).isoformat()
    with pytest.raises(Conflict, match=r"completed_at \S+\+08:00 is .* meeting, \S+\+08:00$"):
        desk.complete(over, passed("E2"), completed_at=too_early)


def test_nothing_is_completed_in_the_future(desk: Desk):
    offering_id = desk.an_offering()
    desk.a_seat(offering_id)

    with pytest.raises(ValidationError, match="future"):
        desk.complete(
            offering_id,
            passed("E1"),
            completed_at=(desk.clock.now() + timedelta(hours=1)).isoformat(),
        )


def test_someone_without_a_seat_is_named_and_nothing_changes(desk: Desk):
    offering_id = desk.an_offering()
    enrolment_id = desk.a_seat(offering_id)

    with pytest.raises(Conflict, match=r"E2, NOBODY"):
        desk.complete(offering_id, passed("E1"), passed("E2"), passed("NOBODY"))

    assert desk.status(enrolment_id) == "enrolled"
    assert desk.told("training.completed") == []


def test_who_is_not_listed_stays_for_a_later_call(desk: Desk):
    offering_id = desk.an_offering()
    desk.a_seat(offering_id, "E1")
    later = desk.a_seat(offering_id, "E2")

    desk.complete(offering_id, passed("E1"))
    assert desk.status(later) == "enrolled"
    desk.complete(offering_id, passed("E2"))

    assert desk.status(later) == "completed"


def test_nobody_is_completed_twice(desk: Desk):
    offering_id = desk.an_offering()
    desk.a_seat(offering_id)
    desk.complete(offering_id, passed("E1"))

    with pytest.raises(Conflict, match="E1"):
        desk.complete(offering_id, passed("E1"))

    assert len(desk.told("training.completed")) == 1


def test_a_completion_credits_hours_in_the_year_of_the_office(desk: Desk):
    """The last evening of the year in Kupang is still the old year there, and in UTC too."""
    offering_id = desk.an_offering(starts_in=timedelta(days=-400))
    desk.a_seat(offering_id)
    new_year_in_kupang = "2025-12-31T17:00:00+00:00"

    desk.complete(offering_id, passed("E1"), completed_at=new_year_in_kupang)

    hours = desk.service.get_learning_hours
    assert hours(employee_id="E1", year=2026)["earned"] == 12
    assert hours(employee_id="E1", year=2025)["earned"] == 0
    assert hours(employee_id="E1", year=2026)["target"] == 20


def test_a_certificate_is_verified_by_its_code_however_it_is_typed(desk: Desk):
    offering_id = desk.an_offering(
        programme_id=desk.a_programme(certificate_valid_months=12, title="Pelayanan")
    )
    desk.a_seat(offering_id)
    desk.complete(offering_id, passed("E1"))
    code = desk.told("training.completed")[0]["certificate"]["code"]
    verify = desk.service.verify_certificate

    shown = verify(code=code)
    assert shown["valid"]
    assert shown["name"] == "Maria E1"
    assert verify(code=code.lower().replace("-", " ")) == shown

    desk.clock.travel(timedelta(days=370))
    assert not verify(code=code)["valid"]
    with pytest.raises(NotFound):
        verify(code="AAAA-AAAA-AAAA-AAAA")


def test_a_reversal_undoes_hours_and_certificate_and_gives_the_seat_back(desk: Desk):
    offering_id = desk.an_offering()
    enrolment_id = desk.a_seat(offering_id)
    desk.complete(offering_id, passed("E1"))
    code = desk.told("training.completed")[0]["certificate"]["code"]

    desk.service.reverse_completion(enrolment_id=enrolment_id, reason="salah orang")

    hours = desk.service.get_learning_hours(employee_id="E1", year=2026)
    assert hours["earned"] == 0
    assert [entry["hours"] for entry in hours["entries"]] == [12, -12]
    assert not desk.service.verify_certificate(code=code)["valid"]
    assert desk.status(enrolment_id) == "enrolled"
    [told] = desk.told("training.completion_reversed")
    assert told["reason"] == "salah orang"


def test_a_completion_after_a_reversal_is_a_new_one(desk: Desk):
    offering_id = desk.an_offering()
    enrolment_id = desk.a_seat(offering_id)
    desk.complete(offering_id, passed("E1"))
    desk.service.reverse_completion(enrolment_id=enrolment_id, reason="salah orang")

    desk.complete(offering_id, passed("E1"))

    first, second = desk.told("training.completed")
    assert first["certificate"]["code"] != second["certificate"]["code"]
    assert desk.service.get_learning_hours(employee_id="E1", year=2026)["earned"] == 12


def test_what_was_not_completed_cannot_be_reversed(desk: Desk):
    enrolment_id = desk.a_seat(desk.an_offering())

    with pytest.raises(Conflict, match="no completion to reverse"):
        desk.service.reverse_completion(enrolment_id=enrolment_id, reason="x")


def test_versions_of_an_enrolment_rise_by_one(desk: Desk):
    offering_id = desk.an_offering()
    enrolment_id = desk.a_request(offering_id)
    desk.service.decide_enrolment(enrolment_id=enrolment_id, decision="approve", decided_by="BOSS")
    desk.complete(offering_id, passed("E1"))
    desk.service.reverse_completion(enrolment_id=enrolment_id, reason="x")

    versions = [
        sequence
        for name, sequence, data in desk.everything_told()
        if data.get("enrolment_id") == enrolment_id and not name.startswith("certificate.")
    ]

    assert versions == [1, 2, 3, 4, 5]
