"""Use cases of an offering: announced, changed, cancelled, and its queue moved on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.clashing import Diaries
from services.enrolment.covering import look_at_moved
from services.enrolment.domain import enrolment, offering
from services.enrolment.domain.attendance import meetings_with_attendance_keep_their_times
from services.enrolment.domain.enrolment import UNDER_WAY, Enrolment, Status
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.waitlist import waits_until
from services.enrolment.paying import change_budget, reserve_for_itself
from services.enrolment.providing import the_provider_can_give_it
from services.enrolment.seating import Door
from services.enrolment.storage.attendance import AttendanceSheets
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.programmes import Programmes
from services.enrolment.storage.resources import Resources
from services.enrolment.storage.roster import Roster
from shared.ids import new_id

_SEATED = Status.ENROLLED

Facts = dict[str, Any]
Announced = tuple[Offering, list[str]]
"""The offering, and warnings."""


def announce(session: Session, programme_id: str, facts: Facts, at: datetime) -> Announced:
    """Schedule an offering. Raises NotFound (programme), ValidationError, Conflict."""
    programme = Programmes(session).get(programme_id)
    new = Offering(offering_id=new_id(), programme=programme, **facts)
    the_provider_can_give_it(session, new)
    told = offering.schedule(new, at)
    new = offering.to_be_decided(new, at)
    _book(session, new)
    warnings = reserve_for_itself(session, new, at)
    Offerings(session).add(new, told)
    return new, warnings


def change(
    session: Session, offering_id: str, programme_id: str | None, facts: Facts, at: datetime
) -> Announced:
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
    _may_change(session, before, after)
    if (after.decide_by, after.starts_at) != (before.decide_by, before.starts_at):
        after = offering.to_be_decided(after, at)
    if (after.meetings, after.resource_ids) != (before.meetings, before.resource_ids):
        _book(session, after)
    seated = [(one.enrolment_id, one.employee_id) for one in people if one.status is _SEATED]
    warnings = change_budget(session, before, after, seated, at)
    offerings.save(after, told)
    _move_people(session, before, after, people, at)
    return offerings.get(offering_id), warnings + _clashes(session, before, after, people, at)


def _clashes(
    session: Session, before: Offering, after: Offering, people: Sequence[Enrolment], at: datetime
) -> list[str]:
    """Those seated keep their seats, also where that puts them in two places: say so."""
    if before.meetings == after.meetings:
        return []
    seated = [one.employee_id for one in people if one.status is _SEATED]
    return Diaries(session, after, at).warnings(seated)


def _may_change(session: Session, before: Offering, after: Offering) -> None:
    """What already took place, and what the provider can give. Raises Conflict."""
    the_provider_can_give_it(session, after)
    results = Enrolments(session).results_of(before.offering_id)
    offering.keeps_its_times_once_results_are_recorded(before, after, results)
    taken = AttendanceSheets(session).of_offering(before.offering_id).taken
    meetings_with_attendance_keep_their_times(before.meetings, after.meetings, taken)


def _move_people(
    session: Session,
    before: Offering,
    after: Offering,
    people: Sequence[Enrolment],
    at: datetime,
) -> None:
    """The queue waits for the new beginning, and takes what seats were added."""
    for one in people:
        if one.status is Status.WAITLISTED:
            Enrolments(session).save(replace(one, next_at=waits_until(after, at)), [])
    door = Door(session, after, at)
    door.expect([])
    door.fill()
    if before.meetings != after.meetings:
        seated = [one.employee_id for one in people if one.status is _SEATED]
        look_at_moved(session, after, Roster(session).find(seated).values(), at)


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
    Budgets(session).release_offering(offering_id, at)
    Resources(session).free(offering_id)
    return offerings.get(offering_id)


def decide(session: Session, offering_id: str, at: datetime) -> None:
    """Whether an offering takes place: then its money is owed, else all of it is off."""
    offerings = Offerings(session)
    planned = offerings.lock(offering_id)
    if planned.next_at is None or planned.next_at > at:
        return
    if too_few := offering.has_too_few(planned):
        cancel(session, offering_id, too_few, at)
        return
    offerings.save(offering.confirm(planned))
    Budgets(session).commit(offering_id, at)


def move_queue(session: Session, offering_id: str, at: datetime) -> None:
    """Try again who waits for a free seat: money or people may be there now."""
    door = Door(session, Offerings(session).lock(offering_id), at)
    door.expect([])
    door.fill()


def _book(session: Session, planned: Offering) -> None:
    """Rooms and trainers are in one place at a time. Raises Conflict."""
    resources, wanted = Resources(session), planned.resource_ids
    if wanted:
        resources.lock(wanted)
        taken = resources.taken(wanted, planned.meetings, but=planned.offering_id)
        offering.resources_are_free(taken)
    resources.book(planned)
