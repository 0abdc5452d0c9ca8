"""Letters: messages with their deliveries, on the way into the database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain.delivery import State
from services.notification.domain.message import Draft
from services.notification.storage.tables import DELIVERIES, MESSAGES
from shared.bulk import insert_rows
from shared.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A draft that is to be kept, and delivered on these channels. now: when it was drafted."""

    draft: Draft
    channels: tuple[str, ...]
    now: datetime


def draft_of(letter: Letter) -> Draft:
    return letter.draft


def store(session: Session, letters: Sequence[Letter]) -> list[Letter]:
    """Insert letters, one for each key; return those whose key exists: they are left alone.

    In one order everywhere, so that replicas cannot deadlock.
    """
    by_id = {new_id(): one for one in letters}
    rows = [_message(notification_id, one) for notification_id, one in by_id.items()]
    rows.sort(key=lambda row: row["once_key"])
    stored = insert_rows(session, MESSAGES, rows, if_absent=True, returning=["notification_id"])
    fresh = {row.notification_id for row in stored}
    deliveries = [
        _delivery(notification_id, channel, one)
        for notification_id, one in by_id.items()
        if notification_id in fresh
        for channel in one.channels
    ]
    insert_rows(session, DELIVERIES, deliveries)
    return [one for notification_id, one in by_id.items() if notification_id not in fresh]


def words(draft: Draft) -> dict[str, Any]:
    """What a message says, as columns."""
    return {
        "about": draft.about,
        "subject_id": draft.subject_id,
        "template": draft.template,
        "template_version": draft.template_version,
        "data": json.dumps(draft.data, ensure_ascii=False),
        "matters": json.dumps(draft.matters) if draft.matters else None,
    }


def _message(notification_id: str, letter: Letter) -> dict[str, Any]:
    return {
        "notification_id": notification_id,
        "employee_id": letter.draft.employee_id,
        **words(letter.draft),
        "once_key": letter.draft.once_key,
        "created_at": letter.now,
        "version": 0,
    }


def _delivery(notification_id: str, channel: str, letter: Letter) -> dict[str, Any]:
    return {
        "notification_id": notification_id,
        "channel": channel,
        "state": State.PENDING,
        "attempts": 0,
        "doubts": 0,
        "next_at": letter.now + letter.draft.rests,
    }
