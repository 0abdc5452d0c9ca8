"""Endpoints of other systems, which hear of events as they happen."""

import base64
import binascii
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from services.notification.domain.occasions import OCCASIONS
from shared.errors import ValidationError

EVENTS = frozenset(event.event_name for event in OCCASIONS)
"""What an endpoint can hear of. Changes of people are not among them: they say too much."""

GIVES_UP_AFTER = timedelta(days=3)
"""What an endpoint did not take within this has failed."""

FORMER_SIGNS_FOR = timedelta(days=1)
"""After a change the former secret signs as well, until the endpoint has the new one."""

_PREFIX = "whsec_"
_FEWEST_BYTES, _MOST_BYTES = 24, 64
_LONGEST_URL = 2000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """secret     signs what is sent, as Standard Webhooks writes it: whsec_ and base64
    former       the secret before, which signs as well until former_until
    resumes_at   the endpoint was away: when to look again
    failures     attempts in a row that did not succeed
    gone         the endpoint said that it is there no more (410): nothing is sent to it
    """

    webhook_id: str
    url: str
    events: tuple[str, ...]
    secret: str
    former: str | None = None
    former_until: datetime | None = None
    failures: int = 0
    resumes_at: datetime | None = None
    gone: bool = False

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """What signs now, the newest first."""
        former_signs = self.former_until is not None and now < self.former_until
        return (self.secret, self.former) if self.former and former_signs else (self.secret,)

    def with_secret(self, secret: str, now: datetime) -> "Webhook":
        """The secret that it has already changes nothing."""
        if secret == self.secret:
            return self
        until = now + FORMER_SIGNS_FOR
        return replace(self, secret=secret, former=self.secret, former_until=until)

    def afresh(self) -> "Webhook":
        """As if it had never been away."""
        return replace(self, failures=0, resumes_at=None, gone=False)


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def is_well_formed(
    url: str, events: Sequence[str], secret: str | None, *, private_allowed: bool
) -> None:
    """Raises ValidationError by field."""
    wrong = {
        "url": _wrong_with_url(url, private_allowed),
        "events": [
            f"there is no event {one!r}; there are: {', '.join(sorted(EVENTS))}"
            for one in events
            if one not in EVENTS
        ],
        "secret": []
        if secret is None or _is_secret(secret)
        else [
            f"must be {_PREFIX} and {_FEWEST_BYTES} to {_MOST_BYTES} random bytes in base64; "
            "leave it out, and one is made"
        ],
    }
    fields = {name: reasons for name, reasons in wrong.items() if reasons}
    if fields:
        raise ValidationError("the endpoint cannot be saved", fields)


def is_public(address: Address) -> bool:
    """Whether it is on the internet: not of this machine, this network or this link."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _inner(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _wrong_with_url(url: str, private_allowed: bool) -> list[str]:
    schemes = ("https", "http") if private_allowed else ("https",)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return [str(error)]
    if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return [f"must be printable ASCII of at most {_LONGEST_URL} characters"]
    if parts.scheme not in schemes or not parts.hostname:
        return [f"must start with {' or '.join(f'{one}://' for one in schemes)} and name a host"]
    if parts.username or parts.password:
        return ["must hold no user and no password: what is sent is signed instead"]
    return []


def _is_secret(secret: str) -> bool:
    if not secret.startswith(_PREFIX):
        return False
    try:
        length = len(base64.b64decode(secret.removeprefix(_PREFIX), validate=True))
    except (binascii.Error, ValueError):
        return False
    return _FEWEST_BYTES <= length <= _MOST_BYTES
