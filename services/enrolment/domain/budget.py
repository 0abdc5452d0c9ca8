"""Money for training: a ledger in rupiah that only grows, and what it allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee
from shared.errors import Conflict

Mode = Literal["restrictive", "indicative"]
Kind = Literal["reserve", "commit", "spend", "release", "refund"]


@dataclass(frozen=True, kw_only=True)
class Revision:
    """From a day on, the budget is this much (rupiah)."""

    effective_on: date
    amount: int


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Money of one year. unit_id, programme_id: whom and what alone it pays for; None: all."""

    budget_id: str
    title: str
    fiscal_year: int
    mode: Mode
    unit_id: str | None = None
    programme_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Where the money of a budget is, in rupiah: always the sum of its entries."""

    amount: int
    reserved: int
    committed: int
    spent: int

    @property
    def available(self) -> int:
        return self.amount - self.reserved - self.committed - self.spent


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the ledger, never changed. The three sums say what it moves, in rupiah.

    enrolment_id   None: what the offering costs however many take part, or a year of study
    """

    budget_id: str
    kind: Kind
    amount: int
    reserved: int = 0
    committed: int = 0
    spent: int = 0
    offering_id: str | None = None
    enrolment_id: str | None = None
    study_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Position:
    """What the ledger holds, of one budget: for an enrolment, an offering itself, or a study."""

    budget_id: str
    offering_id: str | None
    enrolment_id: str | None
    reserved: int
    committed: int
    spent: int
    study_id: str | None = None


def amount_in_force(revisions: Iterable[Revision], day: date) -> int:
    """The newest amount that holds by a day; before the first one, that one (rupiah)."""
    by_day = sorted(revisions, key=lambda one: one.effective_on)
    in_force = [one for one in by_day if one.effective_on <= day] or by_day[:1]
    return in_force[-1].amount


def cost_of_a_seat(offering: Offering) -> int:
    """Rupiah for one learner: the programme, and every day on the road."""
    programme = offering.programme
    return programme.cost_per_participant + offering.travel_days * programme.travel_cost_per_day


def cost_of_an_offering(offering: Offering, seats: int) -> int:
    """Rupiah for itself, however many take part, and for so many learners."""
    return offering.programme.cost_per_offering + seats * cost_of_a_seat(offering)


def money_is_there(budget: Budget, balance: Balance, cost: int) -> list[str]:
    """A restrictive budget refuses what it does not hold (Conflict); an indicative one warns."""
    if cost <= balance.available:
        return []
    words = (
        f"the budget {budget.title!r} has Rp {balance.available:,} left and Rp {cost:,} "
        "are needed: raise it, or release a reservation"
    )
    if budget.mode == "restrictive":
        raise Conflict(words)
    return [words]


def pays_for_this_programme(budget: Budget, offering: Offering) -> None:
    if budget.programme_id not in (None, offering.programme.programme_id):
        raise Conflict(
            f"the budget {budget.title!r} pays only for the programme {budget.programme_id}"
        )


def pays_for_this_unit(budget: Budget, learner: Employee) -> None:
    if budget.unit_id not in (None, learner.unit_id):
        raise Conflict(
            f"the budget {budget.title!r} pays only for people of the unit {budget.unit_id}, "
            f"and {learner.employee_id} works in {learner.unit_id}"
        )


def recorded_results_keep_their_budget(results: int) -> None:
    """results   how many learners have completed the offering, or not"""
    if results:
        raise Conflict(
            f"results are recorded for {results} learners: the budget stays as it is; "
            "reverse the completions first"
        )


def what_was_spent_keeps_its_budget(held: Iterable[Position]) -> None:
    """held   everything in the ledger about an offering"""
    if spent := sum(one.spent for one in held):
        raise Conflict(
            f"Rp {spent:,} were spent on this offering: its budget stays as it is, "
            "unless the money comes back first (record_refund)"
        )


def not_more_than_was_spent(position: Position | None, amount: int) -> Position:
    spent = position.spent if position else 0
    if position is None or amount > spent:
        raise Conflict(f"Rp {spent:,} were spent: Rp {amount:,} cannot come back")
    return position


def commit(position: Position) -> list[Entry]:
    """What was reserved is now owed."""
    if not position.reserved:
        return []
    amount = position.reserved
    return [_entry(position, "commit", amount, reserved=-amount, committed=amount)]


def spend(position: Position) -> list[Entry]:
    """The seat was used, or kept from others: it is paid."""
    owed = position.committed + position.reserved
    if not owed:
        return []
    return [*commit(position), _entry(position, "spend", owed, committed=-owed, spent=owed)]


def release(position: Position) -> list[Entry]:
    """Given up in time: the money is free again."""
    held = position.reserved + position.committed
    if not held:
        return []
    reserved, committed = -position.reserved, -position.committed
    return [_entry(position, "release", held, reserved=reserved, committed=committed)]


def refund(position: Position, amount: int, note: str) -> list[Entry]:
    """Money that was spent comes back."""
    return [_entry(position, "refund", amount, spent=-amount, note=note)]


def _entry(
    position: Position,
    kind: Kind,
    amount: int,
    *,
    reserved: int = 0,
    committed: int = 0,
    spent: int = 0,
    note: str | None = None,
) -> Entry:
    return Entry(
        budget_id=position.budget_id,
        kind=kind,
        amount=amount,
        reserved=reserved,
        committed=committed,
        spent=spent,
        offering_id=position.offering_id,
        enrolment_id=position.enrolment_id,
        study_id=position.study_id,
        note=note,
    )
