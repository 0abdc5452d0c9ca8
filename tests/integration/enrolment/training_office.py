"""What tests of learning hours do again and again."""

from tests.integration.enrolment.house import at, on


def open_office(house):
    """LEARNER of unit U1 below CITY; a programme of 12 JP; an OFFICER."""
    house.a_unit("CITY")
    house.a_unit("U1", parent_id="CITY")
    house.an_officer()
    house.an_employee("LEARNER")
    house.twelve = house.a_programme(learning_hours=12, provider="BKPSDM")
    return house


def a_seat(house, employee_id="LEARNER", day="2026-12-01", **facts):
    offering = house.an_offering(**{"programme_id": house.twelve, "meetings": [on(day)]} | facts)
    return house.approved(offering, employee_id)


def completes(house, enrolment):
    one = house.enrolment(enrolment)
    ends_at = house.get_offering(offering_id=one["offering_id"])["ends_at"]
    if house.clock.now() < at("2026-12-20"):
        house.clock.travel_to(at("2026-12-20"))
    house.complete_offering(
        offering_id=one["offering_id"],
        completed_at=ends_at,
        results=[{"employee_id": one["employee_id"], "passed": True}],
    )


def hands_in(house, **facts):
    given = {
        "employee_id": "LEARNER",
        "title": "Seminar nasional",
        "organiser": "LAN",
        "learning_hours": 6,
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-03",
        "evidence": "arsip 12",
        "certificate_number": "12/LAN/2026",
    }
    return house.record_external_learning(**given | facts)["learning_id"]


def confirms(house, learning_id, decision="confirm", by="OFFICER", **more):
    return house.decide_external_learning(
        learning_id=learning_id, decision=decision, decided_by=by, **more
    )


def hours(house, employee_id="LEARNER", year=2026):
    return house.get_learning_hours(employee_id=employee_id, year=year)


def codes(answer):
    return [one["code"] for one in answer["warnings"]]
