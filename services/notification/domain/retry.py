"""How long a delivery is tried."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Pauses double from the first to the longest; with the built-in numbers it takes a day.

    attempts   after this many it has failed
    """

    attempts: int = 28
    first_pause: timedelta = timedelta(minutes=1)
    longest_pause: timedelta = timedelta(hours=1)

    def next_at(self, attempts: int, now: datetime, jitter: float) -> datetime | None:
        """When to try again after this many (≥ 1) attempts; None: no more.

        jitter   0 to 1, at random: shortens the pause by up to a half, so that what failed
                 together does not come back together
        """
        if attempts >= self.attempts:
            return None
        pause = min(self.first_pause * 2 ** min(attempts - 1, 30), self.longest_pause)
        return now + pause * (1 - jitter / 2)


FOR_DEFECTS = Patience(
    attempts=9, first_pause=timedelta(minutes=5), longest_pause=timedelta(hours=6)
)
"""Of what we cannot write ourselves: it takes half a day, in which somebody may mend it."""
