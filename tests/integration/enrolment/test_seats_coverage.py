"""No training empties a counter, unless an officer says so on record."""

from datetime import date

import pytest

from services.enrolment.storage.absences import Absences
from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import on


@pytest.fixture
def puskesmas(house):
    """Three nurses and a clerk in U1, of whom three must stay; an officer elsewhere."""
    house.a_unit("U1", name="Puskesmas", min_on_duty=3)
    for name, position in (("N1", "nurse"), ("N2", "nurse"), ("N3", "nurse"), ("C1", "clerk")):
        house.an_employee(name, position=position)
    house.an_officer()
    return house


def leave(house, employee_id, first, last, *, leave_id="L1", cancelled=False):
    with house.database.transaction() as session:
        Absences(session).learn(
            leave_id,
            employee_id,
            date.fromisoformat(first),
            date.fromisoformat(last),
            "leave",
            cancelled,
            house.clock.now(),
        )


def coverage(house, day="2026-12-01", until=None):
    return house.get_coverage(unit_id="U1", **{"from": day, "to": until or day})


def test_an_approval_that_would_empty_the_counter_is_refused_with_days_and_numbers(puskesmas):
    offering = puskesmas.an_offering()
    puskesmas.approved(offering, "N1")
    asked = puskesmas.a_request(offering, "N2")

    with pytest.raises(Conflict, match=r"Puskesmas .* 2026-12-01 2 of at least 3"):
        puskesmas.approve(asked)

    assert puskesmas.status(asked) == "requested"


def test_the_refusal_names_other_dates_and_colleagues_that_would_work(puskesmas):
    puskesmas.a_unit("U1", name="Puskesmas", min_on_duty_by_position={"nurse": 3})
    later = puskesmas.an_offering(meetings=[on("2026-12-05")])  # a Saturday empties nothing
    asked = puskesmas.a_request(puskesmas.an_offering(), "N2")

    with pytest.raises(Conflict) as refused:
        puskesmas.approve(asked)

    words = str(refused.value)
    assert f"2026-12-05 in offering {later}" in words
    assert "colleagues could go instead (C1)" in words
    assert "override_reason" in words


def test_an_officer_overrides_on_record(puskesmas):
    offering = puskesmas.an_offering()
    puskesmas.approved(offering, "N1")

    seated = puskesmas.approved(offering, "N2", override_reason="a locum comes")

    found = puskesmas.enrolment(seated)
    assert (found["status"], found["override_reason"], found["decided_by"]) == (
        "enrolled",
        "a locum comes",
        "OFFICER",
    )


def test_of_a_class_only_so_many_go_as_can_be_spared(puskesmas):
    offering = puskesmas.an_offering(capacity=5)
    nominate = {"offering_id": offering, "nominated_by": "OFFICER"}

    answers = puskesmas.nominate(employee_ids=["N1", "N2", "N3"], **nominate)

    assert [one["status"] for one in answers] == ["enrolled", "refused", "refused"]
    [again] = puskesmas.nominate(employee_ids=["N2"], override_reason="agreed", **nominate)
    assert again["status"] == "enrolled"


def test_two_offerings_on_one_day_count_together(puskesmas):
    puskesmas.approved(puskesmas.an_offering(), "N1")
    elsewhere = puskesmas.an_offering(
        programme_id=puskesmas.a_programme(title="Lain"), meetings=[on("2026-12-01", (9, 10))]
    )

    with pytest.raises(Conflict, match="too few on duty"):
        puskesmas.approve(puskesmas.a_request(elsewhere, "N2"))


def test_leave_counts_and_the_days_on_the_road_too(puskesmas):
    leave(puskesmas, "C1", "2026-11-30", "2026-11-30")
    offering = puskesmas.an_offering(travel_days_before=1)

    with pytest.raises(Conflict, match="2026-11-30 2 of at least 3"):
        puskesmas.approve(puskesmas.a_request(offering, "N1"))


def test_leave_that_is_cancelled_no_longer_counts(puskesmas):
    leave(puskesmas, "C1", "2026-12-01", "2026-12-01")
    leave(puskesmas, "C1", "2026-12-01", "2026-12-01", cancelled=True)

    assert puskesmas.status(puskesmas.approved(puskesmas.an_offering(), "N1")) == "enrolled"


def test_what_took_place_already_empties_nothing(puskesmas):
    offering = puskesmas.an_offering(meetings=[on("2026-11-20")], capacity=5)

    answers = puskesmas.nominate(
        offering_id=offering, employee_ids=["N1", "N2", "N3"], nominated_by="OFFICER"
    )

    assert [one["status"] for one in answers] == ["enrolled"] * 3


def test_who_waits_and_cannot_be_spared_keeps_the_place_and_the_next_one_sits_down(puskesmas):
    offering = puskesmas.an_offering(capacity=2)
    puskesmas.approved(offering, "N1")
    stranger = puskesmas.approved(offering, puskesmas.an_employee(unit_id="U2"))
    held_back = puskesmas.approved(offering, "N2")
    behind = puskesmas.approved(offering, puskesmas.an_employee(unit_id="U2"))

    puskesmas.cancel_enrolment(enrolment_id=stranger, cancelled_by="X", reason="moved")

    assert puskesmas.status(held_back, behind) == ["waitlisted", "enrolled"]
    assert "too few on duty" in puskesmas.enrolment(held_back)["reason"]
    assert puskesmas.names_told(held_back)[-1] == "enrolment.waitlisted"


def test_a_seat_that_coverage_held_back_is_given_when_somebody_is_back(puskesmas):
    leave(puskesmas, "C1", "2026-12-01", "2026-12-01")
    offering = puskesmas.an_offering(capacity=1)
    seated = puskesmas.approved(offering, puskesmas.an_employee(unit_id="U2"))
    held_back = puskesmas.approved(offering, "N1")
    puskesmas.cancel_enrolment(enrolment_id=seated, cancelled_by="X", reason="moved")
    assert puskesmas.status(held_back) == "waitlisted"

    leave(puskesmas, "C1", "2026-12-01", "2026-12-01", cancelled=True)
    puskesmas.move_queues()

    assert puskesmas.status(held_back) == "enrolled"


def test_the_calendar_shows_who_is_away_and_why(puskesmas):
    offering = puskesmas.an_offering()
    puskesmas.approved(offering, "N1")
    leave(puskesmas, "C1", "2026-12-01", "2026-12-02")

    found = coverage(puskesmas, "2026-12-01", "2026-12-05")

    tuesday, wednesday, *_, saturday = found["days"]
    assert (tuesday["staff"], tuesday["on_duty"], tuesday["short"]) == (4, 2, True)
    assert [(one["employee_id"], one["kind"], one["about"]) for one in tuesday["away"]] == [
        ("C1", "leave", "L1"),
        ("N1", "training", offering),
    ]
    assert (wednesday["on_duty"], wednesday["short"]) == (3, False)
    assert (saturday["working"], saturday["short"], saturday["away"]) == (False, False, [])


def test_a_unit_with_too_few_people_is_shown_as_such(puskesmas):
    puskesmas.a_unit("U1", min_on_duty=3, min_on_duty_by_position={"clerk": 2})

    [day] = coverage(puskesmas)["days"]

    assert [(one["position"], one["short"], one["understaffed"]) for one in day["minima"]] == [
        (None, False, False),
        ("clerk", True, True),
    ]
    assert puskesmas.status(puskesmas.approved(puskesmas.an_offering(), "N1")) == "enrolled"


def test_leave_approved_later_reopens_the_question_and_goes_when_it_is_answered(puskesmas):
    seated = puskesmas.approved(puskesmas.an_offering(), "N1")
    leave(puskesmas, "C1", "2026-11-30", "2026-12-02")

    puskesmas.watch_coverage()
    puskesmas.watch_coverage()

    [warning] = coverage(puskesmas, "2026-11-30", "2026-12-04")["warnings"]
    assert (warning["day"], warning["on_duty"], warning["min_on_duty"]) == ("2026-12-01", 2, 3)
    assert warning["because"] == "leave or study changed"
    assert puskesmas.status(seated) == "enrolled"
    puskesmas.cancel_enrolment(
        enrolment_id=seated, cancelled_by="X", reason="needed here", code="duty"
    )
    assert coverage(puskesmas)["warnings"] == []


def test_leave_taken_back_by_somebody_in_a_training_reopens_the_question_too(puskesmas):
    leave(puskesmas, "N1", "2026-12-01", "2026-12-01")
    leave(puskesmas, "N2", "2026-12-01", "2026-12-01", leave_id="L2")
    puskesmas.watch_coverage()
    puskesmas.approved(puskesmas.an_offering(), "N1")  # away anyway

    leave(puskesmas, "N1", "2026-12-01", "2026-12-01", cancelled=True)
    puskesmas.watch_coverage()

    [warning] = coverage(puskesmas)["warnings"]
    assert warning["on_duty"] == 2


def test_leave_of_somebody_unknown_is_looked_at_and_warns_of_nothing(puskesmas):
    leave(puskesmas, "NOBODY", "2026-12-01", "2026-12-02")

    puskesmas.watch_coverage()

    assert coverage(puskesmas)["warnings"] == []


def test_an_offering_that_is_moved_onto_a_short_day_warns_and_keeps_its_people(puskesmas):
    leave(puskesmas, "C1", "2026-12-08", "2026-12-08")
    offering = puskesmas.an_offering()
    seated = puskesmas.approved(offering, "N1")

    puskesmas.schedule_offering(offering_id=offering, meetings=[on("2026-12-08")])

    [warning] = coverage(puskesmas, "2026-12-08")["warnings"]
    assert warning["because"] == "an offering was moved"
    assert puskesmas.status(seated) == "enrolled"


@pytest.mark.parametrize(
    ("unit_id", "days", "refusal"),
    [
        ("NOWHERE", ("2026-12-01", "2026-12-02"), NotFound),
        ("U1", ("2026-12-02", "2026-12-01"), ValidationError),
        ("U1", ("2026-12-01", "2027-12-02"), ValidationError),
        ("U1", ("tomorrow", "2026-12-01"), ValidationError),
    ],
)
def test_bad_questions_about_coverage_get_a_named_error(puskesmas, unit_id, days, refusal):
    with pytest.raises(refusal):
        puskesmas.get_coverage(unit_id=unit_id, **dict(zip(("from", "to"), days, strict=True)))
