"""The queries of the audit: each finds only what is wrong."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Executable, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from services.enrolment.domain.enrolment import Status
from services.enrolment.domain.offering import OfferingStatus
from services.enrolment.domain.study import StudyStatus
from services.enrolment.storage.tables.offerings import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.records import CertificateRow, HoursEntryRow
from services.enrolment.storage.tables.roster import EmployeeRow, UnitRow
from services.enrolment.storage.tables.study import BondEntryRow, StudyRow

Found = Iterator[tuple[str, str]]

_SEATED = (Status.ENROLLED, Status.COMPLETED, Status.NOT_COMPLETED)
_HAS_SEAT = (Status.ENROLLED, Status.COMPLETED)
_CHOSEN = (StudyStatus.SELECTED, StudyStatus.DECREED, StudyStatus.UNDER_WAY)


def overfull_offerings(session: Session) -> Found:
    taken = func.count()
    statement = (
        select(OfferingRow.offering_id, OfferingRow.capacity, taken.label("taken"))
        .join(EnrolmentRow, EnrolmentRow.offering_id == OfferingRow.offering_id)
        .where(EnrolmentRow.status.in_(_SEATED))
        .group_by(OfferingRow.offering_id, OfferingRow.capacity)
        .having(taken > OfferingRow.capacity)
    )
    for row in _rows(session, statement):
        yield row.offering_id, f"{row.taken} seats are taken of {row.capacity}"


def broken_queues(session: Session) -> Found:
    """A number that is missing, doubled, or above what the offering has given out."""
    other = aliased(EnrolmentRow)
    doubled = exists().where(
        other.offering_id == EnrolmentRow.offering_id,
        other.queue_number == EnrolmentRow.queue_number,
        other.enrolment_id != EnrolmentRow.enrolment_id,
    )
    statement = (
        select(EnrolmentRow.enrolment_id, EnrolmentRow.queue_number)
        .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
        .where(
            EnrolmentRow.status == Status.WAITLISTED,
            or_(
                EnrolmentRow.queue_number.is_(None),
                EnrolmentRow.queue_number > OfferingRow.last_queue_number,
                doubled,
            ),
        )
    )
    for row in _rows(session, statement):
        number = "no number" if row.queue_number is None else f"the number {row.queue_number}"
        yield row.enrolment_id, f"waits with {number}, which is not its own"


def overtaken(session: Session) -> Found:
    """Somebody behind them was seated before anybody looked at them."""
    later = aliased(EnrolmentRow)
    passed_by = exists().where(
        later.offering_id == EnrolmentRow.offering_id,
        later.queue_number > EnrolmentRow.queue_number,
        later.status.in_(_SEATED),
    )
    statement = select(EnrolmentRow.enrolment_id, EnrolmentRow.queue_number).where(
        EnrolmentRow.status == Status.WAITLISTED, EnrolmentRow.reason.is_(None), passed_by
    )
    for row in _rows(session, statement):
        yield row.enrolment_id, f"waits with the number {row.queue_number}, and a later one is in"


def forgotten_seats(session: Session) -> Found:
    taken = (
        select(func.count())
        .where(
            EnrolmentRow.offering_id == OfferingRow.offering_id, EnrolmentRow.status.in_(_SEATED)
        )
        .correlate(OfferingRow)
        .scalar_subquery()
    )
    waits = aliased(EnrolmentRow)
    statement = (
        select(waits.enrolment_id, OfferingRow.offering_id)
        .join(OfferingRow, OfferingRow.offering_id == waits.offering_id)
        .where(
            waits.status == Status.WAITLISTED,
            waits.reason.is_(None),
            OfferingRow.status != OfferingStatus.CANCELLED,
            OfferingRow.capacity > taken,
        )
    )
    for row in _rows(session, statement):
        yield row.enrolment_id, f"waits although offering {row.offering_id} has a free seat"


def completions_without_hours(session: Session) -> Found:
    entry = exists().where(HoursEntryRow.enrolment_id == EnrolmentRow.enrolment_id)
    yield from _completions(session, ~entry, "is completed, but no hours were entered for it")


def hours_without_completion(session: Session) -> Found:
    balance = func.sum(HoursEntryRow.hours)
    statement = (
        select(EnrolmentRow.enrolment_id, EnrolmentRow.status, balance.label("balance"))
        .join(HoursEntryRow, HoursEntryRow.enrolment_id == EnrolmentRow.enrolment_id)
        .where(EnrolmentRow.status != Status.COMPLETED)
        .group_by(EnrolmentRow.enrolment_id, EnrolmentRow.status)
        .having(balance != 0)
    )
    for row in _rows(session, statement):
        yield row.enrolment_id, f"is {row.status}, but {float(row.balance):g} hours are credited"


def completions_without_certificate(session: Session) -> Found:
    issued = exists().where(CertificateRow.enrolment_id == EnrolmentRow.enrolment_id)
    yield from _completions(session, ~issued, "is completed, but has no certificate")


def certificates_without_completion(session: Session) -> Found:
    statement = (
        select(CertificateRow.certificate_id, EnrolmentRow.enrolment_id, EnrolmentRow.status)
        .join(EnrolmentRow, EnrolmentRow.enrolment_id == CertificateRow.enrolment_id)
        .where(CertificateRow.revoked_at.is_(None), EnrolmentRow.status != Status.COMPLETED)
    )
    for row in _rows(session, statement):
        yield row.certificate_id, f"is valid, but enrolment {row.enrolment_id} is {row.status}"


def shared_numbers(session: Session) -> Found:
    """Named by employee; the number itself is never shown."""
    other = aliased(EmployeeRow)
    statement = (
        select(EmployeeRow.employee_id, other.employee_id.label("other_id"))
        .join(other, other.nip_mark == EmployeeRow.nip_mark)
        .where(EmployeeRow.active, other.active, EmployeeRow.employee_id < other.employee_id)
    )
    for row in _rows(session, statement):
        yield row.employee_id, f"has the same NIP as {row.other_id}"


def people_without_unit(session: Session) -> Found:
    known = exists().where(UnitRow.unit_id == EmployeeRow.unit_id)
    statement = select(EmployeeRow.employee_id, EmployeeRow.unit_id).where(
        EmployeeRow.active, ~known
    )
    for row in _rows(session, statement):
        yield row.employee_id, f"works in unit {row.unit_id}, of which HR has said nothing"


def studies_without_seat(session: Session) -> Found:
    seat = exists().where(
        EnrolmentRow.enrolment_id == StudyRow.enrolment_id, EnrolmentRow.status.in_(_HAS_SEAT)
    )
    statement = select(StudyRow.study_id, StudyRow.status).where(
        StudyRow.status.in_(_CHOSEN), ~seat
    )
    for row in _rows(session, statement):
        yield row.study_id, f"is {row.status}, but its seat was given up: end the study"


def overserved_bonds(session: Session) -> Found:
    balance = func.sum(BondEntryRow.days)
    statement = (
        select(BondEntryRow.study_id, balance.label("balance"))
        .group_by(BondEntryRow.study_id)
        .having(balance < 0)
    )
    for row in _rows(session, statement):
        yield row.study_id, f"{-row.balance} days more were served or released than owed"


def _completions(session: Session, wrong: ColumnElement[bool], words: str) -> Found:
    statement = select(EnrolmentRow.enrolment_id).where(
        EnrolmentRow.status == Status.COMPLETED, wrong
    )
    for row in _rows(session, statement):
        yield row.enrolment_id, words


def _rows(session: Session, statement: Executable) -> Iterator[Any]:
    """Some hundreds at a time, however many there are."""
    yield from session.execute(statement.execution_options(yield_per=500))
