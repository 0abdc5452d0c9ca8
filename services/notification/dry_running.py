"""Who would get what, when and by which channel, if an event came now; and why not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notification.domain.hours import day_begins
from services.notification.domain.masking import masked
from services.notification.domain.matters import settled_by
from services.notification.domain.message import Draft, Person
from services.notification.domain.muting import is_muted
from services.notification.domain.occasions import OCCASIONS, drafts_about
from services.notification.domain.preferences import EMAIL, INBOX
from services.notification.domain.reach import way_to, why_unreachable
from services.notification.domain.respect import FOR_DIGEST, Office, hold
from services.notification.storage.digests import Digests
from services.notification.storage.people import People
from services.notification.storage.settlements import Settlements
from services.notification.storage.tables import MessageRow
from shared.codec import STRUCTURED, Unreadable, decode
from shared.envelope import Envelope
from shared.events import Event, event_type


class NotAnEvent(Exception):
    """A file holds no event; its text says why, in one line."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one reader would get.

    channel   outside the inbox; None: nothing, and `why` says why
    at        when; None: at once
    to        the masked address
    why       what delays it, or keeps it away
    """

    employee_id: str
    template: str
    channel: str | None
    at: datetime | None = None
    to: str = ""
    why: str = ""


def read_event(text: str, now: datetime) -> Event:
    """A CloudEvent with its data inside, or a message with routing_key, headers and body.

    Raises NotAnEvent.
    """
    try:
        told = json.loads(text)
    except ValueError as error:
        raise NotAnEvent(f"it is no JSON: {error}") from None
    if not isinstance(told, dict):
        raise NotAnEvent("it is no JSON object with type and data")
    name = told.get("type") or told.get("routing_key")
    declared = event_type(str(name))
    if declared is None:
        raise NotAnEvent(f"there is no event {name!r}: give its name as type, and its data as data")
    try:
        return decode(_envelope(told, declared), now).event
    except Unreadable as error:
        raise NotAnEvent(str(error)) from None


def _envelope(told: dict[str, Any], declared: type[Event]) -> Envelope:
    exchange, name = declared.exchange, declared.event_name
    if "type" not in told:
        body = json.dumps(told.get("body")).encode()
        headers = told.get("headers") or {}
        return Envelope(exchange=exchange, routing_key=name, body=body, headers=headers)
    told = {"specversion": "1.0", "id": "dry-run", "source": "/lontar/dry-run", **told}
    body = json.dumps(told).encode()
    return Envelope(exchange=exchange, routing_key=name, body=body, content_type=STRUCTURED)


def plans_for(session: Session, event: Event, office: Office, now: datetime) -> list[Plan]:
    """One for each reader; none where nobody is told of it."""
    if type(event) not in OCCASIONS:
        return []
    drafts = drafts_about(event)
    people = People(session).find(one for draft in drafts for one in draft.mentions)
    told = _told_already(session, drafts)
    reasons = Settlements(session).reasons(x for draft in drafts for x in draft.matters)
    return [
        _plan(session, draft, people, office, now, _obstacle(draft, people, told, reasons))
        for draft in drafts
    ]


def what_it_settles(event: Event) -> list[str]:
    """Of what nobody would be told any more."""
    return [f"{matter}: {reason}" for matter, reason in settled_by(event).items()]


def _obstacle(
    draft: Draft, people: dict[str, Person], told: set[str], reasons: dict[str, str]
) -> str | None:
    unknown = sorted(one for one in draft.mentions if one not in people)
    if unknown:
        return f"HR has not told of {', '.join(unknown)} yet: the event would be held"
    if draft.once_key in told:
        return "told already"
    settled = [reasons[one] for one in draft.matters if one in reasons]
    if settled and len(settled) == len(draft.matters):
        return settled[-1]
    reader = people[draft.employee_id]
    if not reader.active:
        return "inbox only: has left the service"
    if is_muted(reader.wishes, draft.about):
        return "inbox only: muted by its reader"
    unreached = why_unreachable(reader, draft.about)
    if unreached:
        return f"inbox only: {unreached}"
    return None if way_to(reader, draft.about) else "inbox only: as the reader chose"


def _plan(
    session: Session,
    draft: Draft,
    people: dict[str, Person],
    office: Office,
    now: datetime,
    obstacle: str | None,
) -> Plan:
    known: dict[str, Any] = {"employee_id": draft.employee_id, "template": draft.template}
    if obstacle:
        inbox = INBOX if obstacle.startswith("inbox only") else None
        return Plan(**known, channel=inbox, why=obstacle)
    reader = people[draft.employee_id]
    way = way_to(reader, draft.about)
    begins = day_begins(now, reader.wishes.zone(office.zone))
    held = hold(
        reader.wishes,
        office,
        about=draft.about,
        written_at=now,
        is_new=True,
        sent_today=lambda: Digests(session, str(way)).sent_since(draft.employee_id, begins, []),
        now=now,
    )
    to = masked(str(reader.email)) if way == EMAIL else ""
    if held:
        digest = "in a digest" if held.reason == FOR_DIGEST else held.reason
        return Plan(**known, channel=way, at=held.until, to=to, why=digest)
    rests = "unless weightier news of the same moment comes" if draft.rests else ""
    return Plan(**known, channel=way, at=now + draft.rests, to=to, why=rests)


def _told_already(session: Session, drafts: Sequence[Draft]) -> set[str]:
    keys = sorted({draft.once_key for draft in drafts})
    return set(session.scalars(select(MessageRow.once_key).where(MessageRow.once_key.in_(keys))))
