"""The latest wins: an older version of an aggregate changes nothing.

A reversal that overtakes its completion leaves its version here, so that the completion,
when it arrives, is out of date.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from shared.database import insert_or_update
from shared.messaging.tables import progress

Subject = tuple[str, str]
"""(exchange, id of the aggregate)"""


class Progress:
    """The versions reached, for the subjects of one batch. Locks their rows."""

    def __init__(self, session: Session, subjects: Collection[Subject], now: datetime):
        self._session = session
        self._now = now
        self._reached = self._lock(subjects)
        self._advanced: set[Subject] = set()

    def admits(self, subject: Subject, sequence: int | None) -> bool:
        """Whether this version is news; if so it is now the newest."""
        if sequence is None:
            return True
        if sequence <= self._reached[subject]:
            return False
        self._reached[subject] = sequence
        self._advanced.add(subject)
        return True

    def save(self) -> None:
        """Store how far each subject has come."""
        if self._advanced:
            self._upsert({subject: self._reached[subject] for subject in self._advanced})

    def _lock(self, subjects: Collection[Subject]) -> dict[Subject, int]:
        """Insert or touch each row, in one order everywhere, so that replicas cannot deadlock."""
        return self._upsert(dict.fromkeys(subjects, 0))

    def _upsert(self, sequences: dict[Subject, int]) -> dict[Subject, int]:
        if not sequences:
            return {}
        rows = [
            {
                "exchange": exchange,
                "subject": subject,
                "sequence": sequence,
                "updated_at": self._now,
            }
            for (exchange, subject), sequence in sorted(sequences.items())
        ]
        statement = insert_or_update(self._session, progress)
        newest = _greatest(self._session, progress.c.sequence, statement.excluded.sequence)
        statement = statement.on_conflict_do_update(
            index_elements=[progress.c.exchange, progress.c.subject],
            set_={"sequence": newest, "updated_at": self._now},
        ).returning(progress.c.exchange, progress.c.subject, progress.c.sequence)
        return {
            (ex, subject): reached
            for ex, subject, reached in self._session.execute(statement, rows)
        }


def _greatest(session: Session, one: Any, other: Any) -> Any:
    """SQLite's two-argument max() is PostgreSQL's greatest()."""
    return (func.max if session.get_bind().dialect.name == "sqlite" else func.greatest)(one, other)
