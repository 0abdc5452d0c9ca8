"""Which messages were taken care of already."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared.bulk import insert_rows
from shared.messaging.tables import inbox

Key = tuple[str, str]
"""(source, message id)"""


def take(session: Session, subscription: str, keys: Sequence[Key], now: datetime) -> set[Key]:
    """Record messages as taken care of by this transaction; return those that are fresh.

    A concurrent transaction with the same key makes this one wait for its outcome.
    """
    if not keys:
        return set()
    rows = [
        {"subscription": subscription, "source": source, "message_id": key, "received_at": now}
        for source, key in sorted(set(keys))
    ]
    stored = insert_rows(session, inbox, rows, if_absent=True, returning=("source", "message_id"))
    return {(source, key) for source, key in stored}
