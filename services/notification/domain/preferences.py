"""How a person wants to be written to. By default nothing is delayed and nothing muted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from shared.errors import ValidationError

INBOX = "inapp"
EMAIL = "email"
CHAT = "chat"
CHANNELS = (EMAIL, CHAT, INBOX)
"""Every channel that can be chosen; the inbox is always one of them."""


class Digest(StrEnum):
    """How often one mail says what would have been several."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """channels           in the order in which they are tried; the inbox has everything anyway
    quiet_from, quiet_to  local times between which nothing is sent; both or neither
    working_days_only     None: as the office does
    digest                None: each message by itself
    digest_at             local time of the digest
    digest_weekday        of a weekly digest, 1 (Monday) to 7
    daily_cap             messages a day at most, beside critical ones; None: any number
    time_zone             None: the office's
    muted                 kinds and names of events; see muting.py
    """

    channels: tuple[str, ...] = (EMAIL, INBOX)
    quiet_from: time | None = None
    quiet_to: time | None = None
    working_days_only: bool | None = None
    digest: Digest | None = None
    digest_at: time = time(7)
    digest_weekday: int = 1
    daily_cap: int | None = None
    time_zone: str | None = None
    muted: tuple[str, ...] = ()

    def zone(self, office: ZoneInfo) -> ZoneInfo:
        """Where the person's days and hours are."""
        return ZoneInfo(self.time_zone) if self.time_zone else office


DEFAULT = Preferences()


def changed(known: Preferences, wanted: Mapping[str, Any]) -> Preferences:
    """With other wishes; None: as by default. Raises ValidationError by field."""
    values = {name: getattr(DEFAULT, name) if x is None else x for name, x in wanted.items()}
    if "channels" in values:
        values["channels"] = _with_the_inbox(values["channels"])
    after = replace(known, **values)
    if (after.quiet_from is None) != (after.quiet_to is None):
        field = "quiet_to" if after.quiet_to is None else "quiet_from"
        raise _refusal(field, "quiet hours have a beginning and an end: give both, or null twice")
    if after.quiet_from is not None and after.quiet_from == after.quiet_to:
        raise _refusal("quiet_to", "is the beginning too: some of the day must be left")
    return after


def _with_the_inbox(channels: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(channels)) < len(channels):
        raise _refusal("channels", "names a channel twice")
    return channels if INBOX in channels else (*channels, INBOX)


def _refusal(field: str, reason: str) -> ValidationError:
    return ValidationError("the arguments are not valid", {field: [reason]})


def to_plain(preferences: Preferences) -> dict[str, Any]:
    """Plain types, as they are stored and answered."""
    return {
        "channels": list(preferences.channels),
        "quiet_from": _hour(preferences.quiet_from),
        "quiet_to": _hour(preferences.quiet_to),
        "working_days_only": preferences.working_days_only,
        "digest": preferences.digest.value if preferences.digest else None,
        "digest_at": _hour(preferences.digest_at),
        "digest_weekday": preferences.digest_weekday,
        "daily_cap": preferences.daily_cap,
        "time_zone": preferences.time_zone,
        "muted": list(preferences.muted),
    }


def from_plain(stored: Mapping[str, Any] | None) -> Preferences:
    """What was stored; what it does not mention is as by default."""
    if not stored:
        return DEFAULT
    return Preferences(
        **{
            name: _READ[name](value) if name in _READ and value is not None else value
            for name, value in stored.items()
        }
    )


def _hour(local: time | None) -> str | None:
    return local.isoformat("minutes") if local else None


_READ: Mapping[str, Callable[[Any], Any]] = {
    "channels": tuple,
    "muted": tuple,
    "quiet_from": time.fromisoformat,
    "quiet_to": time.fromisoformat,
    "digest": Digest,
    "digest_at": time.fromisoformat,
}
