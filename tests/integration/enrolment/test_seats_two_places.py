"""Nobody has seats in two offerings at the same hours."""

import eventlet
import pytest

from shared.errors import Conflict
from tests.integration.enrolment.house import on

TUESDAY, WEDNESDAY = "2026-12-01", "2026-12-02"


@pytest.fixture
def taken(house):
    """LEARNER has a seat on Tuesday."""
    house.an_officer()
    house.approved(house.an_offering(), house.an_employee("LEARNER"))
    return house


def test_a_request_is_refused_with_the_offering_the_hours_and_other_dates(taken):
    archive = taken.a_programme(title="Arsip")
    same_day = taken.an_offering(programme_id=archive)
    other_day = taken.an_offering(programme_id=archive, meetings=[on(WEDNESDAY)])

    with pytest.raises(Conflict) as refused:
        taken.a_request(same_day, "LEARNER")

    assert "LEARNER cannot be in two places: the seat in 'Pelayanan prima'" in str(refused.value)
    assert "takes 2026-12-01 08:00 to 2026-12-01 16:00 too" in str(refused.value)
    assert str(refused.value).endswith(
        f"or choose other dates: {WEDNESDAY} in offering {other_day}"
    )
    assert taken.status(taken.a_request(other_day, "LEARNER")) == "requested"


def test_an_approval_is_refused_also_where_it_would_only_queue(taken):
    free, full = taken.an_offering(), taken.an_offering(capacity=1)
    taken.an_employee("OTHER")
    asked = [taken.a_request(one, "OTHER") for one in (free, full)]
    taken.approved(full)
    taken.approved(taken.an_offering(), "OTHER")

    for one in asked:
        with pytest.raises(Conflict, match="OTHER cannot be in two places"):
            taken.approve(one)

    assert taken.status(*asked) == ["requested", "requested"]


def test_no_officer_overrides_it(taken):
    asked = taken.a_request(taken.an_offering(), taken.an_employee("OTHER"))
    taken.approved(taken.an_offering(), "OTHER")

    with pytest.raises(Conflict, match="cannot be in two places"):
        taken.approve(asked, override_reason="agreed")


def test_a_nomination_is_refused_and_leaves_the_others_standing(taken):
    somebody = taken.an_employee()

    answers = taken.nominate(
        offering_id=taken.an_offering(),
        employee_ids=["LEARNER", somebody],
        nominated_by="OFFICER",
    )

    assert [one["status"] for one in answers] == ["refused", "enrolled"]
    assert "cannot be in two places" in answers[0]["reason"]


def test_a_free_seat_passes_who_is_elsewhere_and_goes_to_the_next(house):
    full, other = house.an_offering(capacity=1), house.an_offering()
    seated = house.approved(full)
    first, second = house.approved(full, house.an_employee("BUSY")), house.approved(full)
    house.approved(other, "BUSY")

    house.cancel_enrolment(enrolment_id=seated, cancelled_by="X", reason="moved")

    assert house.status(first, second) == ["waitlisted", "enrolled"]
    assert (
        f"BUSY cannot be in two places: the seat in 'Pelayanan prima' (offering {other})"
        in (house.enrolment(first)["reason"])
    )


def test_a_day_on_the_road_counts_and_a_seat_that_was_given_up_does_not(taken):
    far = taken.an_offering(meetings=[on(WEDNESDAY)], travel_days_before=1)
    with pytest.raises(Conflict, match="cannot be in two places"):
        taken.a_request(far, "LEARNER")

    [seat] = taken.list_enrolments(employee_id="LEARNER")["items"]
    taken.cancel_enrolment(enrolment_id=seat["enrolment_id"], cancelled_by="X", reason="moved")

    assert taken.status(taken.approved(far, "LEARNER")) == "enrolled"


def test_an_offering_that_is_moved_to_the_same_hours_keeps_its_people_and_warns(taken):
    moved = taken.an_offering(meetings=[on(WEDNESDAY)])
    enrolment = taken.approved(moved, "LEARNER")

    answer = taken.schedule_offering(offering_id=moved, meetings=[on(TUESDAY)])

    [warning] = answer["warnings"]
    assert "LEARNER cannot be in two places" in warning
    assert taken.status(enrolment) == "enrolled"


def test_approvals_at_once_give_one_of_two_seats_at_the_same_hours(house):
    house.an_officer()
    asked = [house.a_request(house.an_offering(), house.an_employee("ONE")) for _ in range(4)]
    refused = []

    def approve(enrolment_id):
        try:
            house.approve(enrolment_id, decided_by="OFFICER")
        except Conflict as no:
            refused.append(str(no))

    for greenlet in [eventlet.spawn(approve, one) for one in asked]:
        greenlet.wait()

    assert sorted(house.status(*asked)) == ["enrolled", "requested", "requested", "requested"]
    assert all("cannot be in two places" in one for one in refused)
