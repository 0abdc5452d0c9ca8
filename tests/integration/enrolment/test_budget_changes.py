"""An offering is given a budget, or another one, when seats are taken already."""

import pytest

from services.enrolment.auditing import differences
from shared.errors import Conflict, NotFound
from tests.integration.enrolment.house import DAY, on
from tests.integration.enrolment.test_seats_budgets import (
    SEAT,
    a_budget,
    completes,
    kinds,
    money,
    paid_by,
)

COSTS = {"cost_per_participant": SEAT, "cost_per_offering": SEAT}


@pytest.fixture
def unpaid(house):
    """An offering with two on its seats and one who waits; nobody pays for it."""
    house.a_unit()
    house.a_unit("BKPSDM")
    house.unpaid = house.an_offering(programme_id=house.a_programme(**COSTS))
    house.seated = [house.approved(house.unpaid) for _ in range(3)][:2]
    return house


def fits_together(house):
    with house.database.reading() as session:
        return [one.words for one in differences(session)] == []


def test_a_budget_that_is_given_late_reserves_for_the_offering_and_the_seats(unpaid):
    budget = a_budget(unpaid)

    answer = unpaid.schedule_offering(offering_id=unpaid.unpaid, budget_id=budget)

    assert answer["warnings"] == []
    assert money(unpaid, budget) == [3, 0, 0, 0]
    assert fits_together(unpaid)
    unpaid.cancel_enrolment(enrolment_id=unpaid.seated[0], cancelled_by="X", reason="moved")
    assert money(unpaid, budget) == [3, 0, 0, 0]  # the seat, and its money, went to the next
    unpaid.cancel_offering(offering_id=unpaid.unpaid, reason="banjir")
    assert money(unpaid, budget) == [0, 0, 0, 3]
    assert fits_together(unpaid)


def test_where_the_offering_is_confirmed_the_money_is_owed(unpaid):
    unpaid.clock.travel(9 * DAY)
    unpaid.decide_offerings()
    budget = a_budget(unpaid)

    unpaid.schedule_offering(offering_id=unpaid.unpaid, budget_id=budget)

    assert money(unpaid, budget) == [0, 3, 0, 0]
    completes(unpaid, unpaid.unpaid, *unpaid.seated)
    assert money(unpaid, budget) == [0, 0, 3, 0]


def test_a_restrictive_budget_that_is_too_small_refuses_with_the_numbers(unpaid):
    budget = a_budget(unpaid, amount=2 * SEAT)

    with pytest.raises(Conflict, match=r"has Rp 2,000,000 left and Rp 3,000,000 are needed"):
        unpaid.schedule_offering(offering_id=unpaid.unpaid, budget_id=budget)

    assert unpaid.get_offering(offering_id=unpaid.unpaid)["budget_id"] is None
    assert money(unpaid, budget) == [0, 0, 0, 2]


def test_an_indicative_budget_that_is_too_small_warns_once(unpaid):
    budget = a_budget(unpaid, amount=2 * SEAT, mode="indicative")

    answer = unpaid.schedule_offering(offering_id=unpaid.unpaid, budget_id=budget)

    assert [one.count("Rp 3,000,000 are needed") for one in answer["warnings"]] == [1]
    assert money(unpaid, budget) == [3, 0, 0, -1]


def test_another_budget_takes_over_by_entries_on_both_sides(house):
    first, second = a_budget(house), a_budget(house)
    offering = paid_by(house, first, programme=COSTS)
    house.approved(offering)

    house.schedule_offering(offering_id=offering, budget_id=second)

    assert (money(house, first), money(house, second)) == ([0, 0, 0, 3], [2, 0, 0, 1])
    assert kinds(house, first) == ["reserve", "reserve", "release", "release"]
    assert kinds(house, second) == ["reserve", "reserve"]
    house.a_unit()
    house.a_unit("BKPSDM")
    assert fits_together(house)


def test_an_offering_that_no_budget_pays_any_more_gives_everything_back(house):
    budget = a_budget(house)
    offering = paid_by(house, budget)
    house.approved(offering)

    house.schedule_offering(offering_id=offering, budget_id=None)

    assert money(house, budget) == [0, 0, 0, 3]


def test_a_budget_of_one_unit_does_not_take_over_the_seats_of_another(unpaid):
    with pytest.raises(Conflict, match="pays only for people of the unit U2"):
        unpaid.schedule_offering(
            offering_id=unpaid.unpaid, budget_id=a_budget(unpaid, unit_id="U2")
        )


def test_what_was_spent_keeps_its_budget_until_it_comes_back(house):
    first, second = a_budget(house), a_budget(house)
    offering = paid_by(house, first, meetings=[on("2026-11-24")])
    seated = house.approved(offering)
    house.cancel_enrolment(enrolment_id=seated, cancelled_by="E1", reason="no time")

    with pytest.raises(Conflict, match=r"Rp 1,000,000 were spent .* \(record_refund\)"):
        house.schedule_offering(offering_id=offering, budget_id=second)

    house.record_refund(enrolment_id=seated, amount=SEAT, reason="all of it")
    house.schedule_offering(offering_id=offering, budget_id=second)
    assert house.get_offering(offering_id=offering)["budget_id"] == second


def test_recorded_results_keep_their_budget(house):
    offering = paid_by(house, None, meetings=[on("2026-11-20")])
    completes(house, offering, house.approved(offering))

    with pytest.raises(Conflict, match="results are recorded for 1 learners: the budget stays"):
        house.schedule_offering(offering_id=offering, budget_id=a_budget(house))


def test_a_budget_that_nobody_knows_is_not_found(unpaid):
    with pytest.raises(NotFound, match="budget"):
        unpaid.schedule_offering(offering_id=unpaid.unpaid, budget_id="X")


def test_money_left_in_a_former_budget_is_named_by_the_audit(house):
    first, second = a_budget(house), a_budget(house)
    house.a_unit()
    house.a_unit("BKPSDM")
    offering = paid_by(house, first)
    house.approved(offering)
    with house.database.transaction() as session:
        session.connection().exec_driver_sql(f"update offering set budget_id = '{second}'")

    with house.database.reading() as session:
        [found] = differences(session)

    assert (found.record, found.check) == (offering, "an offering is paid by its own budget")
    assert found.words == f"has Rp 1,000,000 in budget {first}, but budget {second} pays"


def test_a_list_of_budgets_says_of_each_what_it_says_alone(house):
    budgets = [
        house.save_budget(title=title, fiscal_year=2026, amount=amount, mode="indicative")
        for title, amount in (("Satu", 1_000_000), ("Dua", 2_000_000), ("Tiga", 3_000_000))
    ]
    programme = house.a_programme(cost_per_participant=350_000)
    offering = house.an_offering(programme_id=programme, budget_id=budgets[1]["budget_id"])
    house.approved(offering)
    house.save_budget(**(_arguments(budgets[2]) | {"amount": 5_000_000}))

    listed = house.list_budgets()["items"]

    alone = [house.get_budget(budget_id=one["budget_id"]) for one in budgets]
    assert listed == alone
    assert [one["reserved"] for one in listed] == [0, 350_000, 0]
    assert [one["amount"] for one in listed] == [1_000_000, 2_000_000, 5_000_000]


def _arguments(budget):
    return {name: budget[name] for name in ("budget_id", "title", "fiscal_year", "amount", "mode")}
