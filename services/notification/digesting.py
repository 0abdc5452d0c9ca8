"""One mail for all that is due of a person, although several processes claim at once.

A process that claims a message which a digest is to carry gives it back at once, and only then
gathers: it locks the person, which one process at a time can, and then waits for whatever of the
person's others still have in hand and are about to give back. Who claims waits for nobody, and who
gathers waits only for those who claim: so they cannot wait for each other.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.notification.respecting import Addressed, settled_of, truth_of
from services.notification.storage.deliveries import Deliveries, Parcel
from services.notification.storage.digests import Digests
from services.notification.storage.people import People
from services.notification.storage.steps import Step, Steps, What


def gather(
    session: Session,
    channel: str,
    employee_ids: Collection[str],
    now: datetime,
    *,
    marked: bool = False,
) -> list[Addressed]:
    """Begin the digests of these people, due at once; a single message is to be sent as it is.

    Whom another process gathers for is left to it. marked: as in `Deliveries.claim`
    """
    digests = Digests(session, channel)
    due = digests.lock_due(employee_ids, now)
    messages = [one.message for found in due.values() for one in found]
    people = People(session).find(x for one in messages for x in one.mentions)
    settled = settled_of(session, messages)
    alone: list[Parcel] = []
    for employee_id, found in due.items():
        reader = people.get(employee_id)
        truths = [(one, truth_of(one.message, reader, settled).message) for one in found]
        true = [replace(one, message=message) for one, message in truths if message]
        if len(true) == 1:
            alone += true
        elif true:
            _note(session, channel, true, digests.begin(employee_id, true, now), now)
    taken = Deliveries(session, channel).take(alone, now, marked=marked)
    return [(one, people) for one in taken]


def _note(
    session: Session, channel: str, carried: list[Parcel], digest_id: str, now: datetime
) -> None:
    Steps(session).add(
        [
            Step(
                notification_id=one.message.notification_id,
                channel=channel,
                at=now,
                what=What.GATHERED,
                reason=digest_id,
            )
            for one in carried
        ]
    )
