"""The letter that sends people to a training (surat tugas): who, to what, when, by whose order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.enrolment.domain.people import Employee
from shared.errors import Conflict


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """One participant, as the letter names them. grade: None where HR has not said."""

    name: str
    position: str
    unit: str
    grade: str | None


@dataclass(frozen=True, kw_only=True)
class When:
    """One meeting. starts_at, ends_at: local times of the office, in ISO 8601."""

    starts_at: str
    ends_at: str
    venue: str | None


@dataclass(frozen=True, kw_only=True)
class AssignmentLetter:
    """A letter as it was issued; later changes of the offering change nothing in it.

    letterhead   lines at the top: who the office is
    basis        what the order rests on
    place        where it was signed
    """

    letter_id: str
    offering_id: str
    number: str
    signer_id: str
    signer_name: str
    signer_position: str
    signed_on: date
    place: str | None
    letterhead: tuple[str, ...]
    basis: tuple[str, ...]
    title: str
    meetings: tuple[When, ...]
    participants: tuple[Assigned, ...]
    issued_by: str | None
    issued_at: datetime


def somebody_has_a_seat(seated: Sequence[Employee]) -> None:
    if not seated:
        raise Conflict("nobody has a seat in this offering: there is nobody to assign")


def signer_is_in_service(signer: Employee) -> None:
    if not signer.active:
        raise Conflict(f"{signer.employee_id} is no longer in service: name another signer")


def nobody_assigns_themselves(signer: Employee, seated: Sequence[Employee]) -> None:
    if any(one.employee_id == signer.employee_id for one in seated):
        raise Conflict(f"{signer.employee_id} takes part and cannot sign: name another signer")


def number_is_free(number: str, taken_by: str | None) -> None:
    """taken_by   the letter that has this number"""
    if taken_by is not None:
        raise Conflict(f"the number {number!r} was given to another letter ({taken_by})")
