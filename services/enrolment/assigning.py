"""Use case: the letter that sends everybody with a seat to an offering."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.enrolment.domain import assignment_letter as rules
from services.enrolment.domain.assignment_letter import Assigned, AssignmentLetter, When
from services.enrolment.domain.offering import Offering, is_not_cancelled
from services.enrolment.domain.people import Employee
from services.enrolment.storage.letters import Letters
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from shared.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the office says of a letter. signed_on: None: today."""

    number: str
    signer_id: str
    signed_on: date | None
    place: str | None
    letterhead: tuple[str, ...]
    basis: tuple[str, ...]
    issued_by: str | None


def issue_letter(
    session: Session, offering_id: str, order: Order, now: datetime
) -> AssignmentLetter:
    """Write the letter down as it is given out. Raises NotFound, Conflict."""
    offering = Offerings(session).lock(offering_id)
    is_not_cancelled(offering)
    letters, signer = Letters(session), Roster(session).get(order.signer_id)
    seated = letters.seated(offering_id)
    rules.somebody_has_a_seat(seated)
    rules.signer_is_in_service(signer)
    rules.nobody_assigns_themselves(signer, seated)
    letter = _letter(session, offering, order, signer, seated, now)
    rules.number_is_free(order.number, letters.add(letter))
    return letter


def _letter(
    session: Session,
    offering: Offering,
    order: Order,
    signer: Employee,
    seated: list[Employee],
    now: datetime,
) -> AssignmentLetter:
    calendar, units = calendar_of(session), Letters(session).names_of_units(seated)
    return AssignmentLetter(
        letter_id=new_id(),
        offering_id=offering.offering_id,
        number=order.number,
        signer_id=signer.employee_id,
        signer_name=signer.name,
        signer_position=signer.position,
        signed_on=order.signed_on or calendar.day_of(now),
        place=order.place,
        letterhead=order.letterhead,
        basis=order.basis,
        title=offering.programme.title,
        meetings=_meetings(offering, calendar.zone),
        participants=tuple(
            Assigned(name=one.name, position=one.position, unit=units[one.unit_id], grade=one.grade)
            for one in seated
        ),
        issued_by=order.issued_by,
        issued_at=now,
    )


def _meetings(offering: Offering, zone: ZoneInfo) -> tuple[When, ...]:
    return tuple(
        When(
            starts_at=one.starts_at.astimezone(zone).isoformat(),
            ends_at=one.ends_at.astimezone(zone).isoformat(),
            venue=one.venue or offering.venue,
        )
        for one in offering.meetings
    )
