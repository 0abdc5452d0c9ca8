"""A message as the bus carries it: bytes and headers, not yet understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def storable(text: str) -> str:
    """A text that every database stores: NUL and lone surrogates become U+FFFD."""
    if text.isascii() and "\x00" not in text:
        return text
    pairs = text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass")
    return pairs.decode("utf-16", "replace")


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """exchange, routing_key   where it was published
    headers      CloudEvents attributes in binary mode (`ce-id`, `ce-type`, …)
    body         exactly the bytes that travelled
    redelivered  the broker gave it out before and did not hear back
    """

    exchange: str
    routing_key: str
    body: bytes
    headers: Mapping[str, Any] = field(default_factory=dict)
    content_type: str | None = "application/json"
    content_encoding: str | None = "utf-8"
    message_id: str | None = None
    redelivered: bool = False
