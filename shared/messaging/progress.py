"""The latest wins: an older version of an aggregate changes nothing.

A reversal that overtakes its completion leaves its version here, so that the completion,
when it arrives, is out of date.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.orm import Session

from shared.bulk import insert_rows
from shared.messaging.tables import progress

Subject = tuple[str, str]
"""(exchange, id of the aggregate)"""


class Progress:
    """The versions reached, for the subjects of one batch. Locks their rows.

    newest   the newest version that the batch brings of each subject
    """

    def __init__(self, session: Session, newest: Mapping[Subject, int], now: datetime):
        self._session = session
        self._now = now
        fresh = self._begin(newest)
        self._stored = {subject: newest[subject] for subject in fresh}
        self._stored |= self._lock(newest.keys() - fresh)
        self._reached = self._stored | dict.fromkeys(fresh, 0)

    def admits(self, subject: Subject, sequence: int | None) -> bool:
        """Whether this version is news; if so it is now the newest."""
        if sequence is None:
            return True
        if sequence <= self._reached[subject]:
            return False
        self._reached[subject] = sequence
        return True

    def save(self) -> None:
        """Store how far each subject has come."""
        advanced = self._reached.items() - self._stored.items()
        if not advanced:
            return
        statement = (
            update(progress)
            .where(
                progress.c.exchange == bindparam("of_exchange"),
                progress.c.subject == bindparam("of_subject"),
            )
            .values(sequence=bindparam("reached"), updated_at=self._now)
        )
        rows = [
            {"of_exchange": exchange, "of_subject": subject, "reached": reached}
            for (exchange, subject), reached in sorted(advanced)
        ]
        self._session.connection().execute(statement, rows)

    def _begin(self, newest: Mapping[Subject, int]) -> set[Subject]:
        """Subjects that nobody has heard of: they will have come as far as this batch goes.

        In one order everywhere, so that replicas cannot deadlock.
        """
        rows = [
            {
                "exchange": exchange,
                "subject": subject,
                "sequence": sequence,
                "updated_at": self._now,
            }
            for (exchange, subject), sequence in sorted(newest.items())
        ]
        key = ("exchange", "subject")
        stored = insert_rows(self._session, progress, rows, if_absent=True, returning=key)
        return {(exchange, subject) for exchange, subject in stored}

    def _lock(self, subjects: Iterable[Subject]) -> dict[Subject, int]:
        key = (progress.c.exchange, progress.c.subject)
        wanted = sorted(subjects)
        if not wanted:
            return {}
        rows = self._session.execute(
            select(*key, progress.c.sequence)
            .where(tuple_(*key).in_(wanted))
            .order_by(*key)
            .with_for_update()
        )
        return {(exchange, subject): reached for exchange, subject, reached in rows}
