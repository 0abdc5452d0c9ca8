"""A process of the witness that is killed (SIGKILL) the second time it comes to a given step.

    python -m tests.integration.messaging.doomed URL AMQP_URI FOLDER STEP     ("-": embedded)

Ends by itself, with 0, when there is nothing left to do.
"""

import shared.launcher.green  # isort: skip  # noqa: F401

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.messaging import relay
from shared.messaging.relay import Relay
from shared.messaging.subscriber import Subscriber
from tests.integration.messaging.installation import Installation, map_of_the_witness
from tests.integration.messaging.witness import Witness

PATIENT = 100
"""Attempts of what is held: on a slow machine the employee that a unit waits for comes late."""

STEPS: dict[str, tuple[type, str, bool]] = {
    "before a batch": (Subscriber, "_take", False),
    "inside a transaction": (Witness, "_note", True),
    "between commit and acknowledgement": (Subscriber, "_take", True),
    "between holding and acknowledgement": (Subscriber, "_set_aside", True),
    "after a retry": (Subscriber, "retry", True),
    "between confirm and delete": (Relay, "_forget", False),
    "after the delete": (Relay, "_forget", True),
}
"""Where, and whether the step is done before the end."""

_WINDOW = 10


def doom(step: str) -> None:
    where, name, done_before = STEPS[step]
    original, times = getattr(where, name), iter(range(1, 1_000_000))

    def die_the_second_time() -> None:
        if next(times) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    def fatal(self: Any, *given: Any) -> Any:
        if not done_before:
            die_the_second_time()
        answer = original(self, *given)
        if done_before:
            die_the_second_time()
        return answer

    setattr(where, name, fatal)


def live(place: Installation, finished: Callable[[], bool]) -> None:
    """Until everything is done, or death."""
    relay._OLDEST = relay._OLDEST.limit(_WINDOW)
    with place.running():
        while not finished():
            time.sleep(0.1)


def main() -> None:
    url, amqp_uri, folder, step = sys.argv[1:]
    with map_of_the_witness():
        amqp = None if amqp_uri == "-" else amqp_uri
        place = Installation(url, amqp, Path(folder), batch_size=7, hold_attempts=PATIENT)
        doom(step)
        live(place, lambda: not place.unsent() and not place.queued() and not place.set_aside())


if __name__ == "__main__":
    main()
