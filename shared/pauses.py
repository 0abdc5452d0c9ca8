"""Growing, jittered pauses between attempts."""

import random
from collections.abc import Iterator


def growing(first_seconds: float, longest_seconds: float) -> Iterator[float]:
    """Pauses (s) that double up to a limit, each shortened at random by up to a half.

    The jitter keeps processes that failed together from coming back together.
    """
    pause = first_seconds
    while True:
        yield jittered(pause)
        pause = min(pause * 2, longest_seconds)


def after_attempts(attempts: int, first_seconds: float, longest_seconds: float) -> float:
    """The pause (s) before the next attempt, after this many (≥ 1) have failed."""
    return jittered(min(first_seconds * 2 ** (min(attempts, 40) - 1), longest_seconds))


def jittered(seconds: float) -> float:
    return seconds * random.uniform(0.5, 1.0)
