"""How often somebody may ask: enough for any office, too little for guessing."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_MOST_KNOWN = 20_000


@dataclass(frozen=True)
class Allowance:
    """burst: at once; per_minute: in the long run."""

    burst: int
    per_minute: int


PAGES = Allowance(burst=400, per_minute=600)
GUESSES = Allowance(burst=30, per_minute=60)
"""What could be used to guess codes and links. A class room behind one address gets by."""


class Limits:
    """A bucket for each visitor, which fills up again; the longest unseen are forgotten."""

    def __init__(self, now: Callable[[], float] = time.monotonic):
        self._now = now
        self._buckets: OrderedDict[tuple[Allowance, str], tuple[float, float]] = OrderedDict()

    def allows(self, allowance: Allowance, visitor: str) -> bool:
        """Takes one from the visitor's bucket; False where it is empty."""
        key, now = (allowance, visitor), self._now()
        left, seen = self._buckets.pop(key, (float(allowance.burst), now))
        left = min(allowance.burst, left + (now - seen) * allowance.per_minute / 60)
        enough = left >= 1
        self._buckets[key] = (left - 1 if enough else left, now)
        if len(self._buckets) > _MOST_KNOWN:
            self._buckets.popitem(last=False)
        return enough
