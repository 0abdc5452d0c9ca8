"""Work for the processor, done in a thread of its own so that the green hub goes on serving."""

from collections.abc import Callable
from typing import Any, TypeVar

from eventlet import tpool

Answer = TypeVar("Answer")


def aside(work: Callable[..., Answer], *arguments: Any, **named: Any) -> Answer:
    """What the work answers, or raises; it must not touch the database or green sockets."""
    answer: Answer = tpool.execute(work, *arguments, **named)
    return answer
