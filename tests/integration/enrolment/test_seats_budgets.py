"""Money: reserved, owed, spent, free again; always the sum of its entries."""

import pytest

from services.enrolment.storage.budgets import Budgets
from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import DAY, at, on

SEAT = 1_000_000


def a_budget(house, **facts):
    given = {"title": "Diklat", "fiscal_year": 2026, "amount": 3 * SEAT, "mode": "restrictive"}
    return house.save_budget(**given | facts)["budget_id"]


def paid_by(house, budget, *, programme=None, **facts):
    """An offering whose seats cost a million rupiah."""
    programme_id = house.a_programme(**{"cost_per_participant": SEAT} | (programme or {}))
    return house.an_offering(programme_id=programme_id, budget_id=budget, **facts)


def money(house, budget):
    """In millions: reserved, committed, spent, available."""
    found = house.get_budget(budget_id=budget)
    names = ("reserved", "committed", "spent", "available")
    return [found[name] / SEAT for name in names]


def kinds(house, budget):
    return [one["kind"] for one in house.list_budget_entries(budget_id=budget)["items"]]


def completes(house, offering, *enrolments, passed=True):
    people = [house.enrolment(one)["employee_id"] for one in enrolments]
    house.complete_offering(
        offering_id=offering,
        completed_at=house.clock.now().isoformat(),
        results=[{"employee_id": one, "passed": passed} for one in people],
    )


def test_money_is_reserved_owed_and_spent(house):
    budget = a_budget(house)
    offering = paid_by(house, budget)
    seated = house.approved(offering)
    assert money(house, budget) == [1, 0, 0, 2]

    house.clock.travel(9 * DAY)
    house.decide_offerings()
    assert money(house, budget) == [0, 1, 0, 2]
    assert house.get_offering(offering_id=offering)["status"] == "confirmed"
    completes(house, offering, seated)

    assert money(house, budget) == [0, 0, 1, 2]
    assert kinds(house, budget) == ["reserve", "commit", "spend"]


def test_who_fails_is_paid_for_too_even_where_nobody_confirmed(house):
    budget = a_budget(house)
    offering = paid_by(house, budget, meetings=[on("2026-11-20")])
    seated = house.approved(offering)

    completes(house, offering, seated, passed=False)

    assert money(house, budget) == [0, 0, 1, 2]


def test_a_restrictive_budget_refuses_and_says_what_is_missing(house):
    offering = paid_by(house, a_budget(house, amount=SEAT))
    house.approved(offering)
    asked = house.a_request(offering)

    with pytest.raises(Conflict, match=r"'Diklat' has Rp 0 left and Rp 1,000,000 are needed"):
        house.approve(asked)
    assert house.status(asked) == "requested"


def test_an_indicative_budget_warns_and_goes_below(house):
    budget = a_budget(house, amount=SEAT // 2, mode="indicative")
    offering = paid_by(house, budget)

    answer = house.approve(house.a_request(offering))

    assert answer["status"] == "enrolled"
    assert "has Rp 500,000 left" in answer["warnings"][0]
    assert money(house, budget) == [1, 0, 0, -0.5]


def test_in_a_class_the_money_lasts_for_some_and_the_others_are_refused(house):
    offering = paid_by(house, a_budget(house, amount=2 * SEAT), capacity=5)

    answers = house.nominate(
        offering_id=offering, employee_ids=house.some_employees(3), nominated_by="OFFICER"
    )

    assert [one["status"] for one in answers] == ["enrolled", "enrolled", "refused"]


def test_money_is_free_again_when_a_seat_is_given_up_in_time(house):
    budget = a_budget(house)
    seated = house.approved(paid_by(house, budget))

    house.cancel_enrolment(enrolment_id=seated, cancelled_by="E1", reason="moved")

    assert money(house, budget) == [0, 0, 0, 3]
    assert kinds(house, budget) == ["reserve", "release"]


def test_a_seat_given_up_too_late_is_paid(house):
    budget = a_budget(house)
    seated = house.approved(paid_by(house, budget, meetings=[on("2026-11-24")]))

    house.cancel_enrolment(enrolment_id=seated, cancelled_by="E1", reason="no time")

    assert money(house, budget) == [0, 0, 1, 2]


def test_what_was_spent_can_come_back_as_an_entry_of_its_own(house):
    budget = a_budget(house)
    seated = house.approved(paid_by(house, budget, meetings=[on("2026-11-24")]))
    house.cancel_enrolment(enrolment_id=seated, cancelled_by="E1", reason="no time")

    house.record_refund(enrolment_id=seated, amount=SEAT // 2, reason="half of the fee")

    assert money(house, budget) == [0, 0, 0.5, 2.5]
    with pytest.raises(Conflict, match="Rp 500,000 were spent"):
        house.record_refund(enrolment_id=seated, amount=SEAT, reason="all of it")


def test_an_offering_that_is_called_off_gives_all_its_money_back(house):
    budget = a_budget(house)
    offering = paid_by(house, budget, programme={"cost_per_offering": SEAT})
    house.approved(offering)
    assert money(house, budget) == [2, 0, 0, 1]

    house.cancel_offering(offering_id=offering, reason="banjir")

    assert money(house, budget) == [0, 0, 0, 3]


def test_the_offering_itself_and_the_days_on_the_road_cost_money_too(house):
    budget = a_budget(house, amount=10 * SEAT)
    costs = {"cost_per_offering": 3 * SEAT, "travel_cost_per_day": SEAT // 2}
    offering = paid_by(
        house,
        budget,
        programme=costs,
        travel_days_before=1,
        travel_days_after=1,
        meetings=[on("2026-11-20")],
    )
    seated = house.approved(offering)
    assert money(house, budget) == [5, 0, 0, 5]

    completes(house, offering, seated)

    assert money(house, budget) == [0, 0, 5, 5]


def test_who_waits_costs_nothing_keeps_the_place_and_the_reason_while_money_is_short(house):
    budget = a_budget(house, amount=2 * SEAT)
    offering = paid_by(house, budget, capacity=2)
    everybody = [house.approved(offering) for _ in range(3)]

    house.schedule_offering(offering_id=offering, capacity=3)
    assert house.status(*everybody) == ["enrolled", "enrolled", "waitlisted"]
    assert "Rp 0 left" in house.enrolment(everybody[2])["reason"]

    house.save_budget(
        budget_id=budget, title="Diklat", fiscal_year=2026, amount=3 * SEAT, mode="restrictive"
    )
    house.move_queues()
    assert house.status(everybody[2]) == "enrolled"
    assert house.enrolment(everybody[2])["reason"] is None
    assert money(house, budget) == [3, 0, 0, 0]


def test_the_amount_changes_by_dated_revision(house):
    budget = a_budget(house)
    again = {"budget_id": budget, "title": "Diklat", "fiscal_year": 2026, "mode": "restrictive"}

    house.save_budget(**again, amount=9 * SEAT, effective_on="2026-12-01")
    assert house.get_budget(budget_id=budget)["amount"] == 3 * SEAT
    house.clock.travel(8 * DAY)
    assert house.get_budget(budget_id=budget)["amount"] == 9 * SEAT


def test_a_budget_can_be_for_one_unit_or_one_programme_only(house):
    offering = paid_by(house, a_budget(house, unit_id="U1"))
    stranger = house.an_employee(unit_id="U2")
    with pytest.raises(Conflict, match="pays only for people of the unit U1"):
        house.approve(house.a_request(offering, stranger))
    assert house.status(house.approved(offering)) == "enrolled"

    other = house.a_programme(title="Lain")
    with pytest.raises(Conflict, match="pays only for the programme"):
        paid_by(house, a_budget(house, programme_id=other))


def test_a_year_of_study_is_owed_at_once(house):
    budget = a_budget(house)

    with house.database.transaction() as session:
        now = house.clock.now()
        Budgets(session).commit_year("S1", budget, 2 * SEAT, "2026/2027", now)
    assert money(house, budget) == [0, 2, 0, 1]
    with house.database.transaction() as session, pytest.raises(Conflict, match="are needed"):
        Budgets(session).commit_year("S1", budget, 2 * SEAT, "2027/2028", now)


def test_budgets_are_listed_by_year(house):
    this, following = a_budget(house), a_budget(house, fiscal_year=2027)

    assert [one["budget_id"] for one in house.list_budgets()["items"]] == [this, following]
    [found] = house.list_budgets(fiscal_year=2027)["items"]
    assert (found["budget_id"], found["available"]) == (following, 3 * SEAT)


@pytest.mark.parametrize(
    ("call", "arguments", "refusal"),
    [
        ("get_budget", {"budget_id": "X"}, NotFound),
        ("list_budget_entries", {"budget_id": "X"}, NotFound),
        ("record_refund", {"enrolment_id": "X", "amount": 0, "reason": "x"}, ValidationError),
        ("record_refund", {"enrolment_id": "X", "amount": 1, "reason": "x"}, NotFound),
        ("save_budget", {"title": "x", "fiscal_year": 2026, "amount": -1}, ValidationError),
    ],
)
def test_bad_input_about_money_gets_a_named_error(house, call, arguments, refusal):
    with pytest.raises(refusal):
        getattr(house, call)(**arguments)


# Go or no-go


def test_too_few_on_the_day_of_the_decision_calls_it_off_and_gives_seats_and_money_back(house):
    budget = a_budget(house)
    offering = paid_by(house, budget, min_participants=2, decide_by=at("2026-11-27").isoformat())
    seated = house.approved(offering)

    house.clock.travel(3 * DAY)
    house.decide_offerings()
    assert house.get_offering(offering_id=offering)["status"] == "scheduled"
    house.clock.travel(1 * DAY)
    house.decide_offerings()

    found = house.get_offering(offering_id=offering)
    assert (found["status"], found["seats_taken"]) == ("cancelled", 0)
    assert found["reason"] == "1 of at least 2 participants by the day of the decision"
    assert house.names_told(seated)[-1] == "enrolment.cancelled"
    assert house.told(offering)[-1].name == "offering.cancelled"
    assert money(house, budget) == [0, 0, 0, 3]


def test_enough_on_the_day_of_the_decision_confirm_it_once(house):
    budget = a_budget(house)
    offering = paid_by(house, budget, min_participants=1, decide_by=at("2026-11-27").isoformat())
    house.approved(offering)
    house.clock.travel(4 * DAY)

    house.decide_offerings()
    house.decide_offerings()
    late = house.approved(offering)

    assert house.get_offering(offering_id=offering)["status"] == "confirmed"
    assert house.status(late) == "enrolled"
    assert money(house, budget) == [0, 2, 0, 1]


def test_a_day_of_decision_lies_ahead_and_before_the_beginning(house):
    for day in ("2026-11-20", "2026-12-05"):
        with pytest.raises(ValidationError, match="decide_by"):
            house.an_offering(decide_by=at(day).isoformat())
