"""The rules of money: one rule, one test. Rupiah."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrolment.domain import budget as rules
from services.enrolment.domain.budget import Balance, Budget, Position, Revision
from shared.errors import Conflict
from tests.unit.enrolment.builders import a_programme, an_employee, an_offering

MONEY = Budget(budget_id="B1", title="Diklat", fiscal_year=2026, mode="restrictive")
HELD = Position(
    budget_id="B1", offering_id="O1", enrolment_id="N1", reserved=70, committed=0, spent=0
)


def a_balance(**facts):
    return Balance(**{"amount": 100, "reserved": 20, "committed": 30, "spent": 40} | facts)


def test_what_is_available_is_neither_reserved_nor_owed_nor_spent():
    assert a_balance().available == 10


def test_a_restrictive_budget_refuses_what_it_does_not_hold():
    assert rules.money_is_there(MONEY, a_balance(), 10) == []
    with pytest.raises(Conflict, match="Rp 10 left and Rp 11 are needed"):
        rules.money_is_there(MONEY, a_balance(), 11)


def test_an_indicative_budget_warns():
    indicative = replace(MONEY, mode="indicative")

    assert "Rp 11 are needed" in rules.money_is_there(indicative, a_balance(), 11)[0]


def test_the_amount_is_the_newest_that_holds_and_before_the_first_that_one():
    revisions = [
        Revision(effective_on=date(2026, 7, 1), amount=2),
        Revision(effective_on=date(2026, 1, 1), amount=1),
    ]

    assert rules.amount_in_force(revisions, date(2025, 12, 31)) == 1
    assert rules.amount_in_force(revisions, date(2026, 6, 30)) == 1
    assert rules.amount_in_force(revisions, date(2026, 7, 1)) == 2


def test_a_seat_costs_the_programme_and_each_day_on_the_road():
    programme = a_programme(cost_per_participant=100, travel_cost_per_day=7)
    offering = an_offering(programme=programme, travel_days_before=1, travel_days_after=2)

    assert rules.cost_of_a_seat(offering) == 121


def test_a_budget_of_a_unit_pays_for_its_people_only():
    of_unit = replace(MONEY, unit_id="U1")

    rules.pays_for_this_unit(of_unit, an_employee(unit_id="U1"))
    with pytest.raises(Conflict, match="works in U2"):
        rules.pays_for_this_unit(of_unit, an_employee(unit_id="U2"))


def test_a_budget_of_a_programme_pays_for_it_only():
    rules.pays_for_this_programme(replace(MONEY, programme_id="P1"), an_offering())
    with pytest.raises(Conflict, match="only for the programme P2"):
        rules.pays_for_this_programme(replace(MONEY, programme_id="P2"), an_offering())


def test_what_is_spent_was_owed_before():
    assert [one.kind for one in rules.spend(HELD)] == ["commit", "spend"]


def test_not_more_comes_back_than_was_spent():
    spent = replace(HELD, reserved=0, spent=70)

    assert rules.refund(rules.not_more_than_was_spent(spent, 70), 70, "paid twice")[0].spent == -70
    for position in (None, replace(spent, spent=69)):
        with pytest.raises(Conflict, match="cannot come back"):
            rules.not_more_than_was_spent(position, 70)


@given(st.lists(st.sampled_from(["commit", "spend", "release"]), max_size=8))
def test_no_step_is_taken_twice_and_no_rupiah_is_lost(steps):
    position = HELD
    for step in steps:
        for entry in getattr(rules, step)(position):
            position = replace(
                position,
                reserved=position.reserved + entry.reserved,
                committed=position.committed + entry.committed,
                spent=position.spent + entry.spent,
            )
        assert getattr(rules, step)(position) == []
        held = (position.reserved, position.committed, position.spent)
        assert min(held) >= 0
        assert sum(held) in (0, 70)
