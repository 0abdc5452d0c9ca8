"""Use cases of an offering: announced, changed, cancelled, and its queue moved on."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain import enrolment, offering
from services.enrolment.domain.enrolment import UNDER_WAY, Status
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.waitlist import waits_until
from services.enrolment.providing import the_provider_can_give_it
from services.enrolment.seating import Door
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.programmes import Programmes
from shared.ids import new_id

Facts = dict[str, Any]


def announce(session: Session, programme_id: str, facts: Facts, at: datetime) -> Offering:
    """Schedule an offering. Raises NotFound (programme), ValidationError, Conflict."""
    programme = Programmes(session).get(programme_id)
    new = Offering(offering_id=new_id(), programme=programme, **facts)
    the_provider_can_give_it(session, new)
    Offerings(session).add(new, offering.schedule(new, at))
    return new


def change(
    session: Session, offering_id: str, programme_id: str | None, facts: Facts, at: datetime
) -> Offering:
    """Reschedule an offering: enrolments stay, added seats go to the queue.

    facts   what changes; the rest stays as it is
    Raises NotFound, ValidationError, Conflict.
    """
    offerings, enrolments = Offerings(session), Enrolments(session)
    before = offerings.lock(offering_id)
    after = replace(before, **facts)
    if programme_id and programme_id != before.programme.programme_id:
        after = replace(after, programme=Programmes(session).get(programme_id))
    people = enrolments.of_offering(offering_id, Status.ENROLLED, Status.WAITLISTED)
    told = offering.change(before, after, [one.employee_id for one in people], at)
    the_provider_can_give_it(session, after)
    offering.keeps_its_times_once_results_are_recorded(
        before, after, enrolments.results_of(offering_id)
    )
    offerings.save(after, told)
    for one in people:
        if one.status is Status.WAITLISTED:
            enrolments.save(replace(one, next_at=waits_until(after, at)), [])
    door = Door(session, after, at)
    door.expect([])
    door.fill()
    return offerings.get(offering_id)


def cancel(session: Session, offering_id: str, reason: str, at: datetime) -> Offering:
    """An offering does not take place: everybody is told. Raises NotFound, Conflict."""
    offerings, enrolments = Offerings(session), Enrolments(session)
    planned = offerings.lock(offering_id)
    offering.has_no_results_yet(enrolments.results_of(offering_id))
    people = enrolments.of_offering(offering_id, *UNDER_WAY)
    seated_or_waiting = [one.employee_id for one in people if one.status is not Status.REQUESTED]
    cancelled, told = offering.cancel(planned, seated_or_waiting, reason=reason, at=at)
    offerings.save(cancelled, told)
    for one in people:
        enrolments.save(*enrolment.cancel(one, reason=reason, at=at))
    return offerings.get(offering_id)


def move_queue(session: Session, offering_id: str, at: datetime) -> None:
    """Try again who waits for a free seat: money or people may be there now."""
    door = Door(session, Offerings(session).lock(offering_id), at)
    door.expect([])
    door.fill()
