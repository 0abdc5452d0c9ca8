"""What waits in a service's database at this moment, counted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.messaging.tables import outbox, waiting
from shared.messaging.waiting import HELD, PARKED


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """outbox      events not yet on the bus
    refused     of these, how many the broker would not take
    oldest_at   when the oldest of them happened; None: there is none
    held        messages that are tried again by themselves
    parked      messages that wait for an operator
    """

    outbox: int
    refused: int
    oldest_at: datetime | None
    held: int
    parked: int

    def oldest_seconds(self, now: datetime) -> float:
        """Age of the oldest event (s); 0: there is none."""
        return max((now - self.oldest_at).total_seconds(), 0.0) if self.oldest_at else 0.0


def backlog_in(session: Session) -> Backlog:
    """Count it. Costs what waits, not what is stored besides."""
    leaving, oldest, refused = session.execute(
        select(
            func.count(), func.min(outbox.c.created_at), func.count(outbox.c.refused_at)
        ).select_from(outbox)
    ).one()
    counted = session.execute(select(waiting.c.state, func.count()).group_by(waiting.c.state))
    states = {row.state: row[1] for row in counted}
    return Backlog(
        outbox=leaving,
        refused=refused,
        oldest_at=oldest,
        held=states.get(HELD, 0),
        parked=states.get(PARKED, 0),
    )
