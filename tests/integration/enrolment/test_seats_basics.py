"""The way to a seat and the end of it, on both databases."""

from tests.integration.enrolment.house import on


def test_an_approved_request_has_a_seat_and_says_so(house):
    offering = house.an_offering(meetings=[on("2026-12-01"), on("2026-12-03")])

    enrolment = house.approved(offering)

    assert house.status(enrolment) == "enrolled"
    assert house.names_told(enrolment) == [
        "enrolment.requested",
        "enrolment.approved",
        "enrolment.enrolled",
    ]
    assert house.get_offering(offering_id=offering)["seats_taken"] == 1


def test_a_repeated_request_gets_the_first_answer_and_changes_nothing(house):
    offering, learner = house.an_offering(), house.an_employee()
    request_id = "0195f3a0-0000-7000-8000-000000000001"

    first, again = (
        house.request_enrolment(offering_id=offering, employee_id=learner, request_id=request_id)
        for _ in range(2)
    )

    assert first == again
    assert house.names_told(first["enrolment_id"]) == ["enrolment.requested"]
