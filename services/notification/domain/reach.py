"""By which way a person hears of something outside the inbox, which has everything."""

from collections.abc import Callable, Collection, Mapping

from services.notification.domain.message import Person
from services.notification.domain.muting import is_muted
from services.notification.domain.preferences import EMAIL, INBOX

_CAN_TAKE: Mapping[str, Callable[[Person], bool]] = {
    EMAIL: lambda person: person.takes_mail,
}
"""Whether a person can be written to on a channel."""


def way_to(person: Person, about: str, tried: Collection[str] = ()) -> str | None:
    """The first channel of the person's order that is open and was not tried yet.

    None: the message stays in the inbox.
    """
    if is_muted(person.wishes, about):
        return None
    ways = (one for one in open_ways(person) if one not in tried)
    return next(ways, None)


def why_unreachable(person: Person, about: str) -> str | None:
    """Why a message reaches the inbox only; None: as the person wants it, or has left."""
    if is_reached(person) or is_muted(person.wishes, about):
        return None
    if person.email:
        return "HR gives a mail address that cannot be used"
    return "HR gives no mail address"


def is_reached(person: Person) -> bool:
    """Whether there is nothing to mend: a way is open, none is wanted, or the person has left."""
    wants_none = set(person.wishes.channels) == {INBOX}
    gone = person.erased or not person.active
    return wants_none or gone or bool(open_ways(person))


def open_ways(person: Person) -> list[str]:
    """The channels that the person chose and can be reached on, in their order."""
    return [
        one
        for one in person.wishes.channels
        if person.active and one in _CAN_TAKE and _CAN_TAKE[one](person)
    ]
