"""Budgets, and the ledger of what they pay: entries are only ever appended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.enrolment.domain import budget as rules
from services.enrolment.domain.budget import Balance, Budget, Entry, Position, Revision
from services.enrolment.domain.offering import Offering, OfferingStatus
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.tables.budgets import (
    BudgetEntryRow,
    BudgetRevisionRow,
    BudgetRow,
)
from shared.bulk import add_rows, write_rows
from shared.errors import NotFound
from shared.ids import new_id

_MOVED = ("reserved", "committed", "spent")
_SUMS = tuple(
    func.coalesce(func.sum(getattr(BudgetEntryRow, name)), 0).label(name) for name in _MOVED
)


class Budgets:
    """Budgets as domain objects; the caller owns the transaction.

    Whoever reserves money locks its budget before, so that two cannot take the same rupiah.
    """

    def __init__(self, session: Session):
        self._session = session
        self._balances: dict[str, Balance] = {}

    def get(self, budget_id: str) -> Budget:
        """Raises NotFound."""
        return self._one(budget_id, lock=False)

    def lock(self, budget_id: str) -> Budget:
        """The same, and nobody else reserves its money until the commit. Raises NotFound."""
        return self._one(budget_id, lock=True)

    def save(self, budget: Budget) -> None:
        self._session.merge(BudgetRow(**vars(budget)))

    def revise(self, budget_id: str, revision: Revision, at: datetime) -> None:
        """From a day on, the budget is another amount."""
        self._session.flush()
        row = BudgetRevisionRow(
            revision_id=new_id(), budget_id=budget_id, **vars(revision), saved_at=at
        )
        self._session.add(row)

    def revisions(self, budget_id: str) -> list[Revision]:
        """Every revision in the order it was saved; of one day only the newest."""
        return self._revisions([budget_id])[budget_id]

    def _revisions(self, budget_ids: Collection[str]) -> dict[str, list[Revision]]:
        rows = self._session.scalars(
            select(BudgetRevisionRow)
            .where(BudgetRevisionRow.budget_id.in_(budget_ids))
            .order_by(BudgetRevisionRow.revision_id)
        )
        newest: dict[str, dict[date, int]] = {one: {} for one in budget_ids}
        for row in rows:
            newest[row.budget_id][row.effective_on] = row.amount
        return {
            one: [Revision(effective_on=day, amount=amount) for day, amount in amounts.items()]
            for one, amounts in newest.items()
        }

    def balance(self, budget_id: str, day: date) -> Balance:
        """Where its money is, with the amount that holds on a day."""
        return self.balances([budget_id], day)[budget_id]

    def balances(self, budget_ids: Collection[str], day: date) -> dict[str, Balance]:
        """The same for several at once, by id."""
        write_rows(self._session)
        entry = BudgetEntryRow.budget_id
        found = select(entry, *_SUMS).where(entry.in_(budget_ids)).group_by(entry)
        sums = {row.budget_id: row for row in self._session.execute(found)}
        revisions = self._revisions(budget_ids)
        return {
            one: Balance(
                amount=rules.amount_in_force(revisions[one], day),
                **{name: int(getattr(sums[one], name)) if one in sums else 0 for name in _MOVED},
            )
            for one in budget_ids
        }

    def page(self, fiscal_year: int | None, after: str | None, limit: int) -> list[Budget]:
        """Up to limit budgets after an id, the oldest first."""
        statement = select(BudgetRow).order_by(BudgetRow.budget_id).limit(limit)
        if fiscal_year is not None:
            statement = statement.where(BudgetRow.fiscal_year == fiscal_year)
        if after:
            statement = statement.where(BudgetRow.budget_id > after)
        return [_budget(row) for row in self._session.scalars(statement)]

    def entries(self, budget_id: str, after: str | None, limit: int) -> list[tuple[str, Entry]]:
        """Up to limit entries after an id, with their ids, the oldest first."""
        statement = (
            select(BudgetEntryRow)
            .where(BudgetEntryRow.budget_id == budget_id, BudgetEntryRow.entry_id > (after or ""))
            .order_by(BudgetEntryRow.entry_id)
            .limit(limit)
        )
        names = [each.name for each in fields(Entry)]
        return [
            (row.entry_id, Entry(**{name: getattr(row, name) for name in names}))
            for row in self._session.scalars(statement)
        ]

    def would_reserve(self, budget: Budget, cost: int, at: datetime) -> list[str]:
        """Warnings, changes nothing. Raises Conflict where the budget refuses."""
        if not cost:
            return []
        return rules.money_is_there(budget, self._balance_now(budget.budget_id, at), cost)

    def reserve(self, offering: Offering, enrolment_id: str | None, at: datetime) -> list[str]:
        """Hold the money for a seat, or (without enrolment) for the offering itself.

        The budget is locked. Returns warnings. Raises Conflict where the budget refuses.
        """
        if offering.budget_id is None:
            return []
        programme = offering.programme
        seat = enrolment_id is not None
        cost = rules.cost_of_a_seat(offering) if seat else programme.cost_per_offering
        if not cost:
            return []
        warnings = self.would_reserve(self.get(offering.budget_id), cost, at)
        entry = Entry(
            budget_id=offering.budget_id,
            kind="reserve",
            amount=cost,
            reserved=cost,
            offering_id=offering.offering_id,
            enrolment_id=enrolment_id,
        )
        entries = [entry]
        if offering.status is OfferingStatus.CONFIRMED:
            entries += rules.commit(_held(entry))
        self._append(entries, at)
        return warnings

    def commit(self, offering_id: str, at: datetime) -> None:
        """The offering takes place: what was reserved for it is owed."""
        self._append([e for one in self.of_offering(offering_id) for e in rules.commit(one)], at)

    def spend(self, enrolment_id: str, at: datetime) -> None:
        """The seat was used, or kept from others: it is paid, and so is the offering itself."""
        self.spend_all([enrolment_id], at)

    def spend_all(self, enrolment_ids: Sequence[str], at: datetime) -> None:
        """The same for a class, in two statements."""
        seats = self._positions(BudgetEntryRow.enrolment_id.in_(enrolment_ids))
        offerings = {one.offering_id for one in seats}
        themselves = (
            self._positions(
                BudgetEntryRow.offering_id.in_(offerings), BudgetEntryRow.enrolment_id.is_(None)
            )
            if offerings
            else []
        )
        self._append([e for one in (*seats, *themselves) for e in rules.spend(one)], at)

    def release(self, enrolment_id: str, at: datetime) -> None:
        """The seat was given up in time: its money is free again."""
        seats = self._positions(BudgetEntryRow.enrolment_id == enrolment_id)
        self._append([e for one in seats for e in rules.release(one)], at)

    def release_offering(self, offering_id: str, at: datetime) -> None:
        """The offering does not take place: all its money is free again."""
        held = self.of_offering(offering_id)
        self._append([e for one in held for e in rules.release(one)], at)

    def refund(self, enrolment_id: str, amount: int, reason: str, at: datetime) -> None:
        """Money that was spent on a seat comes back. Raises Conflict."""
        seats = self._positions(BudgetEntryRow.enrolment_id == enrolment_id)
        paid = next((one for one in seats if one.spent), None)
        position = rules.not_more_than_was_spent(paid, amount)
        self._append(rules.refund(position, amount, reason), at)

    def commit_year(
        self, study_id: str, budget_id: str, amount: int, note: str, at: datetime
    ) -> list[str]:
        """A year of a study assignment is owed. Returns warnings. Raises NotFound, Conflict."""
        warnings = self.would_reserve(self.lock(budget_id), amount, at)
        about = {"budget_id": budget_id, "amount": amount, "study_id": study_id, "note": note}
        self._append(
            [
                Entry(kind="reserve", reserved=amount, **about),  # type: ignore[arg-type]
                Entry(kind="commit", reserved=-amount, committed=amount, **about),  # type: ignore[arg-type]
            ],
            at,
        )
        return warnings

    def spend_year(self, study_id: str, budget_id: str, at: datetime) -> None:
        """A year of a study is over: what was owed is paid."""
        held = self._of_study(study_id, budget_id)
        self._append([e for one in held for e in rules.spend(one)], at)

    def release_year(self, study_id: str, budget_id: str, at: datetime) -> None:
        """A year of a study is not needed: its money is free again."""
        held = self._of_study(study_id, budget_id)
        self._append([e for one in held for e in rules.release(one)], at)

    def of_offering(self, offering_id: str) -> list[Position]:
        """What the ledger holds for an offering: for each seat, and for itself."""
        return self._positions(BudgetEntryRow.offering_id == offering_id)

    def _of_study(self, study_id: str, budget_id: str) -> list[Position]:
        return self._positions(
            BudgetEntryRow.study_id == study_id, BudgetEntryRow.budget_id == budget_id
        )

    def _positions(self, *wanted: object) -> list[Position]:
        write_rows(self._session)
        by = (
            BudgetEntryRow.budget_id,
            BudgetEntryRow.offering_id,
            BudgetEntryRow.enrolment_id,
            BudgetEntryRow.study_id,
        )
        rows = self._session.execute(
            select(*by, *_SUMS).where(*wanted).group_by(*by).order_by(*by)  # type: ignore[arg-type]
        )
        return [
            Position(
                budget_id=row.budget_id,
                offering_id=row.offering_id,
                enrolment_id=row.enrolment_id,
                reserved=int(row.reserved),
                committed=int(row.committed),
                spent=int(row.spent),
                study_id=row.study_id,
            )
            for row in rows
        ]

    def _balance_now(self, budget_id: str, at: datetime) -> Balance:
        """Summed up once: the budget is locked, and what is appended here is added."""
        if budget_id not in self._balances:
            self._balances[budget_id] = self.balance(
                budget_id, calendar_of(self._session).day_of(at)
            )
        return self._balances[budget_id]

    def _append(self, entries: Iterable[Entry], at: datetime) -> None:
        rows = list(entries)
        for entry in rows:
            if known := self._balances.get(entry.budget_id):
                self._balances[entry.budget_id] = replace(
                    known,
                    reserved=known.reserved + entry.reserved,
                    committed=known.committed + entry.committed,
                    spent=known.spent + entry.spent,
                )
        ids = sorted(new_id() for _ in rows)  # ids of one millisecond come in any order
        stamped = [
            {"entry_id": each, **vars(one), "entered_at": at}
            for each, one in zip(ids, rows, strict=True)
        ]
        add_rows(self._session, BudgetEntryRow, stamped)

    def _one(self, budget_id: str, *, lock: bool) -> Budget:
        statement = select(BudgetRow).where(BudgetRow.budget_id == budget_id)
        row = self._session.scalars(statement.with_for_update() if lock else statement).first()
        if row is None:
            raise NotFound("budget", budget_id)
        return _budget(row)


def _held(entry: Entry) -> Position:
    return Position(
        budget_id=entry.budget_id,
        offering_id=entry.offering_id,
        enrolment_id=entry.enrolment_id,
        reserved=entry.reserved,
        committed=0,
        spent=0,
    )


def _budget(row: BudgetRow) -> Budget:
    return Budget(**{each.name: getattr(row, each.name) for each in fields(Budget)})
