"""SQLite gives instants back without their offset; they were stored in UTC."""

from datetime import UTC, datetime
from typing import overload


@overload
def aware(instant: datetime) -> datetime: ...
@overload
def aware(instant: None) -> None: ...


def aware(instant: datetime | None) -> datetime | None:
    """The instant in UTC."""
    if instant is None:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
