"""The only now() of the house; everyone else is told the time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the current instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class TravellingClock:
    """A clock that runs on, but can be moved ahead: for the demo and for tests."""

    def __init__(self, start: datetime | None = None):
        self._offset = start - datetime.now(UTC) if start else timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def travel(self, by: timedelta) -> None:
        """Move ahead by a duration; timers that fall due meanwhile find themselves late."""
        self._offset += by

    def travel_to(self, instant: datetime) -> None:
        """Move ahead to an instant."""
        self._offset = instant - datetime.now(UTC)
