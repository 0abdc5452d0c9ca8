"""Before anything is sent: is it still true, is it wanted, may it come now?

Runs in the transaction that claims. What may not leave now is put back, left to a digest (see
digesting.py), or superseded, each with its reason in the timeline.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.notification.domain.delivery import Delivery, Mark, State
from services.notification.domain.hours import day_begins
from services.notification.domain.matters import Truth, still_true
from services.notification.domain.message import Message, Person
from services.notification.domain.muting import is_muted
from services.notification.domain.respect import (
    DIGEST,
    OVER_CAP,
    Hold,
    Office,
    hold,
    may_be_gathered,
)
from services.notification.storage.deliveries import Deliveries, Parcel
from services.notification.storage.digests import Digests
from services.notification.storage.people import People
from services.notification.storage.settlements import Settlements
from services.notification.storage.steps import Step, Steps, What

MUTED = "muted by its reader"
Addressed = tuple[Parcel, Mapping[str, Person]]


@dataclass(frozen=True)
class Sorted:
    """leaving    what is to be sent now, as it is true now, with the people it mentions
    gathering  of whom something was put back because a digest is due
    """

    leaving: list[Addressed]
    gathering: set[str]


class Respect:
    """Of one batch of claimed parcels on one channel."""

    def __init__(self, session: Session, channel: str, office: Office, now: datetime):
        self._session = session
        self._deliveries = Deliveries(session, channel)
        self._digests = Digests(session, channel)
        self._channel, self._office, self._now = channel, office, now
        self._steps: list[Step] = []
        self._put: list[tuple[Delivery, Delivery]] = []
        self._passed: Counter[str] = Counter()

    def sort(self, parcels: Sequence[Parcel]) -> Sorted:
        """Claimed parcels: those that are to be sent now, and whose are to be gathered."""
        bundles = self._digests.carried_by(
            [one.message.notification_id for one in parcels if one.message.about == DIGEST]
        )
        messages = [one.message for one in parcels]
        messages += [one for carried in bundles.values() for one in carried]
        people = People(self._session).find(x for one in messages for x in one.mentions)
        settled = settled_of(self._session, messages)
        self._claimed = {one.message.notification_id for one in parcels}
        leaving, gathering = list[Parcel](), set[str]()
        for parcel in parcels:
            if parcel.delivery.mark is Mark.SENT:
                leaving.append(parcel)  # only to be recorded
                continue
            parcel = replace(parcel, carried=tuple(bundles.get(parcel.message.notification_id, ())))
            true = self._as_it_is_true(parcel, people, settled)
            if true is None:
                continue
            reader = people.get(true.message.employee_id)
            gathers = _goes_into_a_digest(true, reader)
            if self._is_held(true, reader, gathers):
                continue
            if gathers:
                self._give_back(true)
                gathering.add(true.message.employee_id)
            else:
                leaving.append(true)
        self._deliveries.settle(self._put)
        Steps(self._session).add(self._steps)
        return Sorted([(one, people) for one in leaving], gathering)

    def _as_it_is_true(
        self, parcel: Parcel, people: Mapping[str, Person], settled: Mapping[str, str]
    ) -> Parcel | None:
        """None: it was superseded."""
        message = parcel.message
        truth = truth_of(message, people.get(message.employee_id), settled)
        if message.about == DIGEST:
            return self._digest_as_it_is_true(parcel, people, settled)
        if truth.message is None:
            self._supersede(parcel, truth.reason)
            return None
        return replace(parcel, message=truth.message)

    def _digest_as_it_is_true(
        self, parcel: Parcel, people: Mapping[str, Person], settled: Mapping[str, str]
    ) -> Parcel | None:
        reader, left = people.get(parcel.message.employee_id), []
        for message in parcel.carried:
            truth = truth_of(message, reader, settled)
            if truth.message is not None:
                left.append(truth.message)
                continue
            self._digests.drop([message.notification_id], truth.reason or "")
            self._note(message.notification_id, What.SUPERSEDED, truth.reason)
        if left:
            return replace(parcel, carried=tuple(left))
        self._supersede(parcel, "nothing in it is true any more")
        return None

    def _supersede(self, parcel: Parcel, reason: str | None) -> None:
        over = replace(
            parcel.delivery,
            state=State.SUPERSEDED,
            attempts=parcel.delivery.attempts - 1,
            next_at=None,
            claimed_at=None,
            reason=reason,
        )
        self._put.append((parcel.delivery, over))
        self._note(parcel.message.notification_id, What.SUPERSEDED, reason)

    def _is_held(self, parcel: Parcel, reader: Person | None, gathers: bool) -> bool:
        """Whether its reader is not to be written to now; if so it is put back."""
        if reader is None:
            return False
        message = parcel.message
        held = hold(
            reader.wishes,
            self._office,
            about=message.about,
            written_at=message.created_at,
            is_new=_is_new(parcel.delivery),
            sent_today=lambda: 0 if gathers else self._sent_today(reader),
            now=self._now,
        )
        if held is not None:
            self._put_back(parcel, held, reader)
        elif may_be_gathered(message.about) and not gathers:
            self._passed[reader.employee_id] += 1
        return held is not None

    def _sent_today(self, reader: Person) -> int:
        begins = day_begins(self._now, reader.wishes.zone(self._office.zone))
        earlier = self._digests.sent_since(reader.employee_id, begins, self._claimed)
        return earlier + self._passed[reader.employee_id]

    def _put_back(self, parcel: Parcel, held: Hold, reader: Person) -> None:
        waits = replace(
            parcel.delivery,
            state=State.PENDING,
            attempts=parcel.delivery.attempts - 1,
            next_at=held.until,
            claimed_at=None,
            reason=OVER_CAP if parcel.delivery.reason == OVER_CAP else held.reason,
        )
        self._put.append((parcel.delivery, waits))
        until = held.until.astimezone(reader.wishes.zone(self._office.zone)).isoformat()
        self._note(parcel.message.notification_id, What.WAITS, f"{held.reason}, until {until}")

    def _give_back(self, parcel: Parcel) -> None:
        """As if it had not been claimed."""
        as_it_was = replace(
            parcel.delivery,
            state=State.PENDING,
            attempts=parcel.delivery.attempts - 1,
            next_at=parcel.due_at,
            claimed_at=None,
        )
        self._put.append((parcel.delivery, as_it_was))

    def _note(self, notification_id: str, what: What, reason: str | None) -> None:
        self._steps.append(
            Step(
                notification_id=notification_id,
                channel=self._channel,
                at=self._now,
                what=what,
                reason=reason,
            )
        )


def truth_of(message: Message, reader: Person | None, settled: Mapping[str, str]) -> Truth:
    """What of a message is still true, and still wanted."""
    if reader is not None and is_muted(reader.wishes, message.about):
        return Truth(message=None, reason=MUTED)
    return still_true(message, settled)


def settled_of(session: Session, messages: Iterable[Message]) -> dict[str, str]:
    """The matters of these messages that are settled, with the reason."""
    matters = {matter for one in messages for matter in one.matters}
    return Settlements(session).reasons(matters) if matters else {}


def _is_new(delivery: Delivery) -> bool:
    """The attempt that is about to be made is the first one."""
    return delivery.attempts == 1 and delivery.doubts == 0


def _goes_into_a_digest(parcel: Parcel, reader: Person | None) -> bool:
    """What waited for one, or was too much for a day; unless it was tried by itself."""
    if reader is None or not _is_new(parcel.delivery):
        return False
    waited = reader.wishes.digest is not None or parcel.delivery.reason == OVER_CAP
    return waited and may_be_gathered(parcel.message.about)
