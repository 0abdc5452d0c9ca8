"""Links that carry who they were made for: signed, expiring, each for one purpose.

Whoever holds such a link may do what it is for and nothing else, so its reader compares the
purpose and the path before it acts.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from shared.seal import kept_key
from shared.settings import Settings

OPEN = "open"
"""The purpose of a link that opens one page for its reader."""

MUTE = "mute"
"""The purpose of a link by which its reader hears no more of a kind of event, its `path`."""

_SALT = "lontar link 1"
"""A token that was signed for anything but a link is none."""


class LinkRefused(Exception):
    """A link cannot be followed; its text says why and what to do."""


class LinkExpired(LinkRefused):
    """It was genuine, but is too old."""


class LinkAltered(LinkRefused):
    """It was not signed with this key, or was changed since."""


class Link(NamedTuple):
    """purpose       what it allows, in a word: `open`, `unsubscribe`
    path          page of the portal that it was made for, `/forms/0193…`; or name of an event
    employee_id   who it was made for
    """

    purpose: str
    path: str
    employee_id: str


class Links:
    """key: 32 bytes in URL-safe base64 (`LINK_KEY`)."""

    def __init__(self, key: str):
        self._signer = URLSafeSerializer(key, salt=_SALT)

    def sign(self, purpose: str, path: str, employee_id: str, now: datetime) -> str:
        """A token, safe within a URL; now: aware, kept to the second."""
        return str(self._signer.dumps([purpose, path, employee_id, int(now.timestamp())]))

    def read(self, token: str, now: datetime, max_age: timedelta) -> Link:
        """What the token was signed for. Raises LinkAltered, LinkExpired."""
        purpose, path, employee_id, signed_at = self._opened(token)
        if now.timestamp() - signed_at > max_age.total_seconds():
            raise LinkExpired("this link has expired; ask for a new one, or sign in")
        return Link(purpose, path, employee_id)

    def _opened(self, token: str) -> Any:
        try:
            return self._signer.loads(token)
        except BadData:
            raise LinkAltered("this link is not genuine; copy all of it from the mail") from None


def kept_links(settings: Settings) -> Links:
    """With `LINK_KEY`, or the key that is kept beside the data. Raises ValueError, OSError."""
    return Links(kept_key(settings.link_key, settings.link_key_file))
