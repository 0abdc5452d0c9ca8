"""Webhooks: an event as a signed POST (Standard Webhooks).

The name of the endpoint is looked up when something is sent, and the connection goes to the very
address that was checked: a name that answers differently the second time leads nowhere.
Redirects are not followed.
"""

import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook as Signer

from services.notification.domain.delivery import Attempt, Outcome
from services.notification.domain.message import legible
from services.notification.domain.webhooks import is_public

_TIMEOUT_SECONDS = 10
_GONE = 410


@dataclass(frozen=True, kw_only=True)
class Post:
    """What one endpoint is told.

    post_id: the same however often it is tried; secrets: each signs; body: JSON
    """

    post_id: str
    url: str
    secrets: tuple[str, ...]
    body: str


class _NotAllowed(Exception):
    """The name of the endpoint leads to a place that nothing is sent to."""


class Endpoints:
    """private_allowed: endpoints may be in this network, without TLS"""

    def __init__(self, *, private_allowed: bool):
        self._private_allowed = private_allowed

    def send(self, post: Post, now: datetime) -> tuple[Attempt, bool]:
        """Try once; tell how it ended, and whether the endpoint is gone for good."""
        try:
            status = self._post(post, now)
        except _NotAllowed as error:
            return Attempt(Outcome.REFUSED, str(error)), False
        except (OSError, HTTPException, ValueError) as error:
            return Attempt(Outcome.DEFERRED, _words(error)), False
        if 200 <= status < 300:
            return Attempt(Outcome.SENT), False
        gone = status == _GONE
        return Attempt(Outcome.REFUSED if gone else Outcome.DEFERRED, f"HTTP {status}"), gone

    def _post(self, post: Post, now: datetime) -> int:
        """The status. Within the time, however slowly the endpoint answers."""
        connection = _Connection(post.url, self._address(post.url))
        watch = threading.Timer(_TIMEOUT_SECONDS, connection.break_off)
        watch.start()
        try:
            connection.request("POST", connection.target, post.body.encode(), _headers(post, now))
            response: HTTPResponse = connection.getresponse()
            return response.status
        finally:
            watch.cancel()
            connection.close()

    def _address(self, url: str) -> str:
        """One that was checked. Raises _NotAllowed, OSError."""
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        addresses = [str(place[0]) for *_, place in found]
        for address in addresses:
            if self._private_allowed or is_public(ipaddress.ip_address(address.split("%")[0])):
                return address
        raise _NotAllowed(
            f"{parts.hostname} is in a private network, and WEBHOOK_PRIVATE is not on"
        )


class _Connection(HTTPConnection):
    """To an address that was chosen already; TLS still asks for the name of the host."""

    def __init__(self, url: str, address: str):
        parts = urlsplit(url)
        self._tls = parts.scheme == "https"
        self._checked = address
        self.target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        port = parts.port or (443 if self._tls else 80)
        super().__init__(str(parts.hostname), port, timeout=_TIMEOUT_SECONDS)

    def connect(self) -> None:
        self.sock = socket.create_connection((self._checked, self.port), self.timeout)
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def break_off(self) -> None:
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()


def _headers(post: Post, now: datetime) -> dict[str, str]:
    at = now.astimezone(UTC)
    signatures = [Signer(one).sign(post.post_id, at, post.body) for one in post.secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Lontar",
        "webhook-id": post.post_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _words(error: Exception) -> str:
    return legible(f"{type(error).__name__}: {error}")[:500]
