"""What people have in their calendars: the offerings in which they have a seat.

An invitation and all that follows it are about one entry, known by its `uid`. What is newer has
the higher `sequence`; it rises with every change of the offering and of the seat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5


class Method(StrEnum):
    """What a mail asks of the reader's calendar."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """venue: None where the offering is"""

    starts_at: datetime
    ends_at: datetime
    venue: str | None = None


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """An offering as a calendar shows it. meetings: one or more, in their order."""

    offering_id: str
    title: str
    venue: str | None
    meetings: tuple[Meeting, ...]
    cancelled: bool
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Seat:
    """taken: whether the person has it now, and not only had it"""

    employee_id: str
    taken: bool
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of one person's calendar. method: what is asked of the calendar."""

    uid: str
    sequence: int
    method: Method
    gathering: Gathering


METHODS: Mapping[str, Method] = {
    "enrolment_enrolled": Method.REQUEST,
    "offering_changed": Method.REQUEST,
    "offering_cancelled": Method.CANCEL,
    "enrolment_cancelled": Method.CANCEL,
    "enrolment_declined": Method.CANCEL,
}
"""Which templates carry an invitation, or take it back."""


def entry_with(template: str, gathering: Gathering, seat: Seat) -> Entry | None:
    """What a message carries; None: nothing.

    Told by how things are now: nobody is invited to what was called off since, and nothing is
    taken out of a calendar that belongs there again.
    """
    method = METHODS.get(template)
    takes_part = seat.taken and not gathering.cancelled
    if method is None or takes_part != (method is Method.REQUEST):
        return None
    return entry_of(gathering, seat, method)


def entry_of(gathering: Gathering, seat: Seat, method: Method = Method.REQUEST) -> Entry:
    return Entry(
        uid=str(uuid5(NAMESPACE_URL, f"lontar:{gathering.offering_id}:{seat.employee_id}")),
        sequence=gathering.sequence + seat.sequence,
        method=method,
        gathering=gathering,
    )
