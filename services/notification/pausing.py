"""How long nothing is sent over a channel whose provider is away: longer and longer."""

import time

from shared.pauses import growing

_FIRST_SECONDS, _LONGEST_SECONDS = 1.0, 60.0


class Outage:
    """Of one channel in one process."""

    def __init__(self) -> None:
        self._pauses = growing(_FIRST_SECONDS, _LONGEST_SECONDS)
        self._resumes_at = 0.0

    @property
    def lasts(self) -> bool:
        """Whether it is too early to try again."""
        return time.monotonic() < self._resumes_at

    def began(self) -> float:
        """The provider turned out to be away; for how many seconds nothing is tried."""
        pause = next(self._pauses)
        self._resumes_at = time.monotonic() + pause
        return pause

    def ended(self) -> None:
        """The provider takes what it is given."""
        self._pauses = growing(_FIRST_SECONDS, _LONGEST_SECONDS)
