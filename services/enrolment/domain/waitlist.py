"""The queue for a seat: one for each offering, in the order of approval, never overtaken.

A free seat goes at once to the first who passes the rules. Who does not pass keeps the place,
and the reason.
"""

from dataclasses import replace
from datetime import datetime

from services.enrolment.domain.enrolment import Enrolment, Outcome, Status, about
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.programme import Programme
from shared.events.enrolment import EnrolmentEnrolled, EnrolmentWaitlisted


def take_seat(enrolment: Enrolment, programme: Programme, at: datetime) -> Outcome:
    """Somebody approved, or first in the queue, sits down."""
    seated = replace(enrolment, status=Status.ENROLLED, reason=None, next_at=None)
    told = EnrolmentEnrolled(
        **about(enrolment, at),
        programme_kind=programme.kind,
        learning_hours=programme.learning_hours,
    )
    return seated, [told]


def join(enrolment: Enrolment, offering: Offering, *, number: int, at: datetime) -> Outcome:
    """Somebody approved stands behind everybody who was approved before.

    number   order of approval in the offering
    """
    waiting = replace(
        enrolment,
        status=Status.WAITLISTED,
        queue_number=number,
        next_at=waits_until(offering, at),
    )
    return waiting, [EnrolmentWaitlisted(**about(enrolment, at), reason=None)]


def keep_place(waiting: Enrolment, reason: str) -> Enrolment:
    """A free seat passed by somebody who does not pass the rules now."""
    return replace(waiting, reason=reason)


def waits_until(offering: Offering, at: datetime) -> datetime | None:
    """Until the offering begins; of one that has begun, until it ends.

    None where it is over: it was recorded late, and nothing is going to happen by itself.
    """
    return next((one for one in (offering.starts_at, offering.ends_at) if one > at), None)


def in_order(waiting: list[Enrolment]) -> list[Enrolment]:
    """First come, first served."""
    return sorted(waiting, key=lambda one: one.queue_number or 0)
