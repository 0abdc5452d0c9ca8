"""Delivers what is due on one channel: claims, renders, sends, records.

Nothing is sent inside a transaction. One transaction records what was just sent and claims what
is next. Where several are claimed, each is marked before it is sent, and with it what became of the
one before: a process that dies leaves one in doubt.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from services.notification.channels import Channel, Invitation, Mail
from services.notification.digesting import gather
from services.notification.domain.delivery import MARKS, Attempt, Mark, Outcome
from services.notification.domain.masking import masked
from services.notification.domain.message import Message, Person
from services.notification.domain.muting import may_be_muted
from services.notification.domain.reach import address_on
from services.notification.domain.respect import Office
from services.notification.domain.retry import Patience
from services.notification.pausing import Outage
from services.notification.recording import Tried, record
from services.notification.rendering import Renderer, Sign
from services.notification.respecting import Addressed, Respect
from services.notification.storage.deliveries import Deliveries, Parcel
from services.notification.storage.marks import Marks
from shared.clock import Clock
from shared.database import Database
from shared.links import MUTE, OPEN, Links
from shared.messaging.failures import reason_of

log = structlog.get_logger(__name__)

_ROUND_SECONDS = 5.0
_BUSY_SECONDS = 0.2
_REST = 9.0
"""While events are coming in, rest so many times as long as a mail took: a tenth of the time."""


class Postman:
    """One for each process and channel; any number of processes may work at once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channel: Channel,
        renderer: Renderer,
        *,
        office: Office,
        links: Links,
        language: str,
        patience: Patience | None = None,
    ):
        """office: its days and hours; links: signs those in mails; language: if not known"""
        self._database = database
        self._clock = clock
        self._channel = channel
        self._renderer = renderer
        self._office = office
        self._links = links
        self._language = language
        self._patience = patience or Patience()
        self._tried: list[Tried] = []
        self._outage = Outage()
        self._busy_until = 0.0

    def give_way(self) -> None:
        """Events are coming in; for a moment mails take their time."""
        self._busy_until = time.monotonic() + _BUSY_SECONDS

    def deliver_due(self) -> None:
        """Deliver for some seconds at most, or until nothing is due.

        While the provider is away it pauses, longer and longer, and no attempt is burnt. What
        could not be recorded because the database is away is recorded first thing next time.
        """
        if self._outage.lasts:
            return
        ends_at = time.monotonic() + _ROUND_SECONDS
        try:
            while (parcels := self._record_and_claim(ends_at)) is not None:
                self._send_all(parcels)
        except SQLAlchemyError as error:
            log.error("cannot deliver now", reason=reason_of(error))
        finally:
            self._channel.close()

    def _record_and_claim(self, ends_at: float) -> list[Addressed] | None:
        """None: nothing is due, the time is up, or the provider is away.

        What is claimed but not to be sent now is left out: see respecting.py.
        """
        tried, now = self._tried, self._clock.now()
        goes_on = not self._pausing(tried) and time.monotonic() < ends_at
        channel = self._channel.name
        with self._database.transaction() as session:
            record(session, channel, tried, now, self._patience)
            limit = self._channel.batch if goes_on else 0
            claimed = Deliveries(session, channel).claim(now, limit, marked=self._marks)
            found = Respect(session, channel, self._office, now).sort(claimed)
        self._tried = []
        return found.leaving + self._gather(found.gathering) if claimed else None

    def _gather(self, employee_ids: Collection[str]) -> list[Addressed]:
        """In a transaction of its own, see digesting.py; what is due stays so if it fails."""
        if not employee_ids:
            return []
        try:
            with self._database.transaction() as session:
                name, now = self._channel.name, self._clock.now()
                return gather(session, name, employee_ids, now, marked=self._marks)
        except SQLAlchemyError as error:
            log.error("cannot gather now", reason=reason_of(error))
            return []

    def _pausing(self, tried: Sequence[Tried]) -> bool:
        """Whether the provider turned out to be away; if so, when to look again."""
        away = [attempt for _, attempt in tried if attempt.outcome is Outcome.UNREACHABLE]
        if away:
            pause = self._outage.began()
            log.error("delivery pauses", seconds=round(pause), reason=away[0].reason)
        elif tried:
            self._outage.ended()
        return bool(away)

    def _send_all(self, parcels: Sequence[Addressed]) -> None:
        if all(parcel.delivery.mark is not None for parcel, _ in parcels):
            self._send_each(parcels, None)
            return
        with self._database.unflushed() as execute:
            self._send_each(parcels, Marks(execute, self._channel.name))

    def _send_each(self, parcels: Sequence[Addressed], marks: Marks | None) -> None:
        """Each is marked before it is tried, where several were claimed."""
        away: Attempt | None = None
        before: Tried | None = None
        for parcel, people in parcels:
            started = time.monotonic()
            if not away and marks and not self._is_next(parcel, before, marks):
                continue
            attempt = away or self._send(parcel, people)
            if attempt.outcome is Outcome.UNREACHABLE:
                away = attempt
            before = (parcel, attempt)
            self._tried.append(before)
            self._rest(time.monotonic() - started)

    @property
    def _marks(self) -> bool:
        """Whether it is written down how far we are: what cannot be sent twice unnoticed."""
        return not self._channel.repeatable

    def _is_next(self, parcel: Parcel, before: Tried | None, marks: Marks) -> bool:
        """Mark it; whether it is still ours.

        Nothing waits for the disk: should the database server itself lose the mark, one mail
        may come twice.
        """
        if parcel.delivery.mark is not None:
            return True
        previous = before and before[0].delivery
        became = MARKS.get(before[1].outcome) if before else None
        return marks.mark(parcel.delivery, previous, became)

    def _rest(self, used_seconds: float) -> None:
        """Calls and events of this process go first."""
        busy = time.monotonic() < self._busy_until
        time.sleep(min(_REST * used_seconds, _BUSY_SECONDS) if busy else 0)

    def _send(self, parcel: Parcel, people: Mapping[str, Person]) -> Attempt:
        """One attempt, outside any transaction. Its reason names no address."""
        if parcel.delivery.mark is Mark.SENT:
            return Attempt(Outcome.SENT)
        if not (self._channel.repeatable or parcel.delivery.may_repeat):
            return Attempt(Outcome.REFUSED, "interrupted twice while it was being sent")
        message = parcel.message
        reader = people.get(message.employee_id)
        address = address_on(self._channel.name, reader) if reader else None
        if reader is None or address is None:
            return Attempt(Outcome.REFUSED, "no address")
        try:
            mail = self._write(parcel, reader, address, people)
        except Exception as error:
            reason = f"cannot be rendered: {reason_of(error)}"
            log.error("a message", id=message.notification_id, about=message.about, reason=reason)
            return Attempt(Outcome.BROKEN, reason)
        attempt = self._channel.send(mail)
        return replace(attempt, reason=attempt.reason and masked(attempt.reason))

    def _write(
        self, parcel: Parcel, reader: Person, address: str, people: Mapping[str, Person]
    ) -> Mail:
        message = parcel.message
        language = message.written_in or reader.language or self._language
        names = {one: person.name for one, person in people.items()}
        if parcel.carried:
            message = self._with_subjects(message, parcel.carried, language, names)
        unsubscribe = self._unsubscribe(message)
        words = self._renderer.render(message, language, names, self._signing(message), unsubscribe)
        return Mail(
            notification_id=message.notification_id,
            address=address,
            name=reader.name,
            language=language,
            subject=words.subject,
            text=words.text,
            html=words.html,
            created_at=message.created_at,
            unsubscribe=unsubscribe,
            invitation=self._invitation(parcel, reader),
        )

    def _signing(self, message: Message) -> Sign:
        """Links for its reader alone; the same whenever the message is written."""
        reader, at = message.employee_id, message.created_at
        return lambda path: self._links.sign(OPEN, path, reader, at)

    def _unsubscribe(self, message: Message) -> str | None:
        if not may_be_muted(message.about):
            return None
        reader, at = message.employee_id, message.created_at
        return self._renderer.unsubscribe(self._links.sign(MUTE, message.about, reader, at))

    def _with_subjects(
        self,
        digest: Message,
        carried: Sequence[Message],
        language: str,
        names: Mapping[str, str],
    ) -> Message:
        items = [
            {
                "subject": self._renderer.render(one, language, names).subject,
                "at": one.created_at.isoformat(),
                "learner": names.get(one.learner_id) if one.learner_id != one.employee_id else None,
            }
            for one in carried
        ]
        return replace(digest, data={"items": items})

    def _invitation(self, parcel: Parcel, reader: Person) -> Invitation | None:
        if parcel.entry is None:
            return None
        text = self._renderer.calendars.invitation(
            parcel.entry,
            address=str(reader.email),
            name=reader.name,
            at=parcel.message.created_at,
        )
        return Invitation(method=parcel.entry.method.value, text=text)
