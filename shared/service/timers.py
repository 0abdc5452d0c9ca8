"""`@every(seconds=…)`: a method that runs again and again, whatever became of the last time."""

import functools
from collections.abc import Callable
from typing import Any

import structlog
from nameko.timer import timer
from sqlalchemy.exc import SQLAlchemyError

from shared.messaging.failures import DependencyDown, reason_of

log = structlog.get_logger(__name__)

Method = Callable[[Any], None]


def every(seconds: float) -> Callable[[Method], Method]:
    """Run a method every so many seconds (s), or as soon as its last run is over.

    Every process does it: the method claims its work, or is harmless when done twice.
    """

    def decorate(method: Method) -> Method:
        @functools.wraps(method)
        def tick(self: Any) -> None:
            try:
                method(self)
            except (DependencyDown, SQLAlchemyError, OSError) as error:
                log.error("cannot work now", doing=method.__name__, reason=reason_of(error))
            except Exception:
                log.exception("a defect", doing=method.__name__)

        decorated: Method = timer(interval=seconds)(tick)
        return decorated

    return decorate
