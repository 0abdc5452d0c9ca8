"""Says in the office's chat room what is due: claims, renders, sends, records.

Nothing is sent inside a transaction. While the room takes nothing it pauses, longer and longer;
other channels go on.
"""

import random
import time
from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session

from services.notification.channels import Channel, Mail
from services.notification.domain.announcement import Announced, announcement_of
from services.notification.domain.delivery import Attempt, Delivery, Outcome, State, after
from services.notification.domain.masking import masked
from services.notification.domain.retry import Patience
from services.notification.domain.room import ROOM
from services.notification.pausing import Outage
from services.notification.rendering import Renderer
from services.notification.storage.announcements import Announcements
from shared.clock import Clock
from shared.database import Database
from shared.events import Event
from shared.messaging.failures import reason_of
from shared.settings import BadSetting, Settings

log = structlog.get_logger(__name__)

_ROUND_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Room:
    """url: an Apprise URL, which is a key; hears_of: names of events"""

    url: str
    hears_of: frozenset[str]


def room_of(settings: Settings) -> Room | None:
    """None: the office has none. Raises BadSetting (ROOM_CHAT_EVENTS)."""
    wanted = [one.strip() for one in settings.room_chat_events.split(",") if one.strip()]
    unknown = [one for one in wanted if one not in ROOM]
    if unknown:
        known = ", ".join(ROOM)
        raise BadSetting(f"ROOM_CHAT_EVENTS: the room cannot hear of {unknown[0]}, but of {known}")
    if settings.room_chat_url is None:
        return None
    return Room(url=settings.room_chat_url, hears_of=frozenset(wanted))


class Announcer:
    """One for each process; any number of processes may work at once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channel: Channel,
        renderer: Renderer,
        *,
        room: Room,
        language: str,
        patience: Patience | None = None,
    ):
        self._database = database
        self._clock = clock
        self._channel = channel
        self._renderer = renderer
        self._room = room
        self._language = language
        self._patience = patience or Patience()
        self._outage = Outage()

    def hear(self, event: Event, session: Session) -> None:
        """Keep what the room is to hear of, in the transaction that heard of it."""
        said = announcement_of(event, self._room.hears_of)
        if said is not None:
            Announcements(session).add(said, self._clock.now())

    def deliver_due(self) -> None:
        """For some seconds at most, until nothing is due, or until the room takes nothing."""
        ends_at = time.monotonic() + _ROUND_SECONDS
        while not self._outage.lasts and time.monotonic() < ends_at:
            with self._database.transaction() as session:
                claimed = Announcements(session).claim(self._clock.now())
            if claimed is None:
                return
            attempt = self._send(claimed)
            became = self._record(claimed.delivery, attempt)
            self._pause_after(attempt, became)

    def _record(self, claimed: Delivery, attempt: Attempt) -> Delivery:
        became = after(claimed, attempt, self._clock.now(), self._patience, random.random())
        with self._database.transaction() as session:
            Announcements(session).settle(claimed, became)
        return became

    def _pause_after(self, attempt: Attempt, became: Delivery) -> None:
        if attempt.outcome is Outcome.SENT:
            self._outage.ended()
            return
        if became.state is State.FAILED:
            log.error("the room was not told", id=became.notification_id, reason=attempt.reason)
        if attempt.outcome in (Outcome.DEFERRED, Outcome.UNREACHABLE):
            pause = self._outage.began()
            log.warning("the room pauses", seconds=round(pause), reason=attempt.reason)

    def _send(self, claimed: Announced) -> Attempt:
        """One attempt. Its reason names no address."""
        said, delivery = claimed.announcement, claimed.delivery
        if not (self._channel.repeatable or delivery.may_repeat):
            return Attempt(Outcome.REFUSED, "interrupted twice while it was being sent")
        try:
            words = self._renderer.announce(
                said.template, said.template_version, self._language, said.data
            )
        except Exception as error:
            return Attempt(Outcome.BROKEN, f"cannot be rendered: {reason_of(error)}")
        attempt = self._channel.send(
            Mail(
                notification_id=delivery.notification_id,
                address=self._room.url,
                name="",
                language=self._language,
                subject=words.subject,
                text=words.text,
                html="",
                created_at=self._clock.now(),
            )
        )
        return Attempt(attempt.outcome, attempt.reason and masked(attempt.reason))
