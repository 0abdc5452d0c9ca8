"""The audit's queries about money: each finds only what is wrong."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import Status
from services.enrolment.domain.offering import OfferingStatus
from services.enrolment.domain.study import OPEN
from services.enrolment.domain.study_years import YearStatus
from services.enrolment.storage.tables.budgets import BudgetEntryRow as Entry
from services.enrolment.storage.tables.catalogue import ProgrammeVersionRow
from services.enrolment.storage.tables.offerings import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.study import StudyRow, StudyYearRow

Found = Iterator[tuple[str, str]]

_HELD = func.coalesce(func.sum(Entry.reserved + Entry.committed), 0)
_SPENT = func.coalesce(func.sum(Entry.spent), 0)
_CAME_BACK = func.coalesce(func.sum(case((Entry.kind == "refund", Entry.amount), else_=0)), 0)


def entries_that_do_not_add_up(session: Session) -> Found:
    """An entry moves its amount from one sum to the next, and nothing else."""
    statement = select(Entry.entry_id, Entry.kind, Entry.amount).where(not_(_moves_its_amount()))
    for row in _rows(session, statement):
        yield row.entry_id, f"is a {row.kind} of {_rupiah(row.amount)}, but moves something else"


def positions_below_nothing(session: Session) -> Found:
    """More was committed, spent, released or refunded than there was."""
    by = (Entry.budget_id, Entry.offering_id, Entry.enrolment_id, Entry.study_id)
    sums = [func.sum(one).label(one.key) for one in (Entry.reserved, Entry.committed, Entry.spent)]
    statement = select(*by, *sums).group_by(*by).having(or_(*(one.element < 0 for one in sums)))
    for row in _rows(session, statement):
        record = row.enrolment_id or row.study_id or row.offering_id or row.budget_id
        amounts = f"{row.reserved:,} reserved, {row.committed:,} committed, {row.spent:,} spent"
        yield record, f"has Rp {amounts} in budget {row.budget_id}"


def seats_without_money(session: Session) -> Found:
    """Who is enrolled in an offering that a budget pays for; what came back was there once."""
    statement = (
        select(EnrolmentRow.enrolment_id, OfferingRow.budget_id)
        .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
        .join(
            ProgrammeVersionRow,
            and_(
                ProgrammeVersionRow.programme_id == OfferingRow.programme_id,
                ProgrammeVersionRow.version == OfferingRow.programme_version,
            ),
        )
        .outerjoin(Entry, Entry.enrolment_id == EnrolmentRow.enrolment_id)
        .where(
            EnrolmentRow.status == Status.ENROLLED,
            OfferingRow.budget_id.is_not(None),
            ProgrammeVersionRow.cost_per_participant > 0,
        )
        .group_by(EnrolmentRow.enrolment_id, OfferingRow.budget_id)
        .having(_HELD + _SPENT + _CAME_BACK == 0)
    )
    for row in _rows(session, statement):
        yield row.enrolment_id, f"is enrolled, but budget {row.budget_id} holds nothing for it"


def money_without_seat(session: Session) -> Found:
    """What is over is paid or released: nothing of it is held any more."""
    statement = (
        select(EnrolmentRow.enrolment_id, EnrolmentRow.status, _HELD.label("held"))
        .join(Entry, Entry.enrolment_id == EnrolmentRow.enrolment_id)
        .where(EnrolmentRow.status != Status.ENROLLED)
        .group_by(EnrolmentRow.enrolment_id, EnrolmentRow.status)
        .having(_HELD != 0)
    )
    for row in _rows(session, statement):
        yield row.enrolment_id, f"is {row.status}, but {_rupiah(row.held)} are still held for it"


def money_of_cancelled_offerings(session: Session) -> Found:
    yield from _offerings(session, OfferingStatus.CANCELLED, _HELD, "held for it")


def confirmed_but_only_reserved(session: Session) -> Found:
    reserved = func.coalesce(func.sum(Entry.reserved), 0)
    yield from _offerings(session, OfferingStatus.CONFIRMED, reserved, "only reserved, not owed")


def money_in_another_budget(session: Session) -> Found:
    """What was moved to another budget is released in the former one, and reserved in the new."""
    in_all = _HELD + _SPENT
    statement = (
        select(
            Entry.budget_id,
            Entry.offering_id,
            OfferingRow.budget_id.label("payer"),
            in_all.label("in_all"),
        )
        .join(OfferingRow, OfferingRow.offering_id == Entry.offering_id)
        .where(OfferingRow.budget_id.is_distinct_from(Entry.budget_id))
        .group_by(Entry.budget_id, Entry.offering_id, OfferingRow.budget_id)
        .having(in_all != 0)
    )
    for row in _rows(session, statement):
        payer = f"budget {row.payer} pays" if row.payer else "no budget pays"
        yield row.offering_id, f"has {_rupiah(row.in_all)} in budget {row.budget_id}, but {payer}"


def study_years_without_money(session: Session) -> Found:
    """A committed year is owed, a paid one spent, a released one free: by its own budget."""
    sums = (
        select(
            Entry.budget_id,
            Entry.study_id,
            _HELD.label("held"),
            _SPENT.label("spent"),
        )
        .where(Entry.study_id.is_not(None))
        .group_by(Entry.budget_id, Entry.study_id)
        .subquery()
    )
    held, spent = func.coalesce(sums.c.held, 0), func.coalesce(sums.c.spent, 0)
    owed = case((StudyYearRow.status == YearStatus.COMMITTED, StudyYearRow.amount), else_=0)
    paid = case((StudyYearRow.status == YearStatus.SPENT, StudyYearRow.amount), else_=0)
    statement = (
        select(StudyYearRow, held.label("held"), spent.label("spent"))
        .outerjoin(
            sums,
            and_(
                sums.c.budget_id == StudyYearRow.budget_id,
                sums.c.study_id == StudyYearRow.study_id,
            ),
        )
        .where(or_(held != owed, spent != paid))
    )
    for row in _rows(session, statement):
        year = row[0]
        yield (
            year.study_id,
            f"has {_rupiah(year.amount)} {year.status} for {year.fiscal_year}, but the ledger of "
            f"budget {year.budget_id} holds {_rupiah(row.held)} and spent {_rupiah(row.spent)}",
        )


def money_of_studies_that_are_over(session: Session) -> Found:
    statement = (
        select(StudyRow.study_id, StudyRow.status, _HELD.label("held"))
        .join(Entry, Entry.study_id == StudyRow.study_id)
        .where(StudyRow.status.not_in([str(one) for one in OPEN]))
        .group_by(StudyRow.study_id, StudyRow.status)
        .having(_HELD != 0)
    )
    for row in _rows(session, statement):
        yield row.study_id, f"is {row.status}, but {_rupiah(row.held)} are still held for it"


def _moves_its_amount() -> ColumnElement[bool]:
    def moves(kind: str, reserved: Any, committed: Any, spent: Any) -> ColumnElement[bool]:
        return and_(
            Entry.kind == kind,
            Entry.reserved == reserved,
            Entry.committed == committed,
            Entry.spent == spent,
        )

    amount = Entry.amount
    released = and_(
        Entry.kind == "release", Entry.reserved + Entry.committed == -amount, Entry.spent == 0
    )
    return or_(
        moves("reserve", amount, 0, 0),
        moves("commit", -amount, amount, 0),
        moves("spend", 0, -amount, amount),
        moves("refund", 0, 0, -amount),
        released,
    )


def _offerings(
    session: Session, status: OfferingStatus, money: ColumnElement[Any], words: str
) -> Found:
    statement = (
        select(OfferingRow.offering_id, money.label("money"))
        .join(Entry, Entry.offering_id == OfferingRow.offering_id)
        .where(OfferingRow.status == status)
        .group_by(OfferingRow.offering_id)
        .having(money != 0)
    )
    for row in _rows(session, statement):
        yield row.offering_id, f"is {status}, but {_rupiah(row.money)} are {words}"


def _rupiah(amount: int) -> str:
    return f"Rp {int(amount):,}"


def _rows(session: Session, statement: Executable) -> Iterator[Any]:
    """Some hundreds at a time, however many there are."""
    yield from session.execute(statement.execution_options(yield_per=500))
