"""Would somebody get a seat, and what would it cost? By the rules of the seat; nothing changes."""

import pytest
from sqlalchemy import func, select

from services.enrolment.storage.tables.offerings import EnrolmentRow
from services.enrolment.storage.tables.turns import TurnRow
from shared.errors import NotFound, ValidationError
from tests.integration.enrolment.house import on
from tests.integration.enrolment.test_seats_budgets import SEAT, a_budget, paid_by


def check(house, offering, employee_id):
    return house.check_enrolment(offering_id=offering, employee_id=employee_id)


def rows(house):
    with house.database.reading() as session:
        counted = [
            session.scalar(select(func.count()).select_from(table))
            for table in (EnrolmentRow, TurnRow)
        ]
    return counted, len(house.told())


def test_who_passes_every_rule_passes_and_the_cost_is_told(house):
    costs = {"travel_cost_per_day": SEAT // 2}
    offering = paid_by(house, a_budget(house), programme=costs, travel_days_before=1)
    learner = house.an_employee()
    before = rows(house)

    assert check(house, offering, learner) == {
        "passes": True,
        "would_wait": False,
        "reasons": [],
        "cost": 3 * SEAT // 2,
        "warnings": [],
    }
    assert rows(house) == before


def test_every_rule_that_says_no_is_named_with_what_would_help(house):
    house.an_officer()
    house.a_unit("U1", name="Loket", min_on_duty=2)
    learner = house.an_employee("LEARNER")
    house.an_employee()
    programme = house.a_programme(
        title="Lanjutan",
        cost_per_participant=SEAT,
        prerequisites=[house.a_programme(title="Dasar")],
    )
    offering = house.an_offering(programme_id=programme, budget_id=a_budget(house, amount=1))
    later = house.an_offering(programme_id=programme, meetings=[on("2026-12-05")])

    found = check(house, offering, learner)

    prerequisite, coverage, money = found["reasons"]
    assert not found["passes"]
    assert "must be completed first" in prerequisite
    assert "Loket would have too few on duty" in coverage
    assert f"2026-12-05 in offering {later}" in coverage
    assert "Rp 1,000,000 are needed" in money


def test_somebody_with_a_seat_elsewhere_is_told_other_dates(house):
    house.an_officer()
    seat = house.an_offering()
    house.approved(seat, house.an_employee("LEARNER"))
    archive = house.a_programme(title="Arsip")
    same_day = house.an_offering(programme_id=archive)
    other_day = house.an_offering(programme_id=archive, meetings=[on("2026-12-02")])

    [reason] = check(house, same_day, "LEARNER")["reasons"]

    assert "cannot be in two places" in reason
    assert reason.endswith(f"2026-12-02 in offering {other_day}")
    [already] = check(house, seat, "LEARNER")["reasons"]
    assert "LEARNER is already enrolled in this offering" in already


def test_where_all_seats_are_taken_it_would_be_a_place_in_the_queue(house):
    offering = house.an_offering(capacity=1)
    house.approved(offering)

    found = check(house, offering, house.an_employee())

    assert (found["passes"], found["would_wait"]) == (True, True)


def test_an_indicative_budget_warns_beforehand(house):
    offering = paid_by(house, a_budget(house, amount=1, mode="indicative"))

    found = check(house, offering, house.an_employee())

    assert found["passes"]
    assert "Rp 1,000,000 are needed" in found["warnings"][0]


def test_a_call_says_the_same_as_the_check_before(house):
    house.a_unit("U1", min_on_duty=1)
    learner = house.an_employee()
    offering = house.an_offering()
    [reason] = check(house, offering, learner)["reasons"]

    [answer] = house.nominate(
        offering_id=offering, employee_ids=[learner], nominated_by=house.an_officer()
    )

    assert (answer["status"], answer["reason"]) == ("refused", reason)


@pytest.mark.parametrize(
    ("offering", "employee", "refusal"),
    [("X", "E0001", NotFound), (None, "X", NotFound), (None, None, ValidationError)],
)
def test_bad_questions_get_a_named_error(house, offering, employee, refusal):
    house.an_employee("E0001")
    with pytest.raises(refusal):
        check(house, offering or house.an_offering(), employee)
