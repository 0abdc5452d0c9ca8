"""What is said once in the office's chat room."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from services.notification.domain.delivery import Delivery
from services.notification.domain.occasions import OCCASIONS, VERSIONS, once_key
from services.notification.domain.room import ROOM
from shared.events import Event

ROOM_CHANNEL = "room"
"""What the deliveries of the room are called; and who reads them, in their keys."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """about     name of the event
    data      what the template is told
    once_key  a second one with the same key is the same
    """

    about: str
    template: str
    template_version: int
    data: dict[str, Any]
    once_key: str


@dataclass(frozen=True, kw_only=True)
class Announced:
    """An announcement that was stored, with what became of it."""

    announcement: Announcement
    delivery: Delivery


def announcement_of(event: Event, wanted: Collection[str]) -> Announcement | None:
    """None: nobody asked for it, or its officers are not told either.

    wanted   names of events that the room is to hear of
    """
    occasion = OCCASIONS.get(type(event))
    if occasion is None or event.event_name not in wanted or not occasion.audience(event):
        return None
    template, facts = ROOM[event.event_name]
    return Announcement(
        about=event.event_name,
        template=template,
        template_version=VERSIONS[template],
        data=facts(event),
        once_key=once_key(event, occasion, ROOM_CHANNEL),
    )
