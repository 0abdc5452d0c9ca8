"""Messages that no well-behaved client sends, put onto a real broker."""

from struct import pack
from typing import Any

import amqp

from shared.messaging.amqp.connection import link


class Raw(str):
    """A text that goes onto the wire as the bytes it was made of."""

    raw: bytes

    def __new__(cls, raw: bytes) -> "Raw":
        made = super().__new__(cls, raw.decode("latin-1"))
        made.raw = raw
        return made

    def encode(self, *_: Any) -> bytes:
        return self.raw


class Headers:
    """A header table, byte by byte, in place of the one that py-amqp would write."""

    def __init__(self, **items: bytes):
        fields = b"".join(
            bytes([len(name)]) + name.replace("_", "-").encode() + item
            for name, item in items.items()
        )
        self.table = pack(">I", len(fields)) + fields


def a_text(text: bytes) -> bytes:
    return b"S" + pack(">I", len(text)) + text


def some_bytes(content: bytes) -> bytes:
    return b"x" + pack(">I", len(content)) + content


def an_instant(seconds: int) -> bytes:
    return b"T" + pack(">Q", seconds)


def a_double(value: float) -> bytes:
    return b"d" + pack(">d", value)


def nested_lists(levels: int) -> bytes:
    """A list in a list in a list …"""
    item = b"V"
    for _ in range(levels):
        item = b"A" + pack(">I", len(item)) + item
    return item


class RawMessage(amqp.Message):
    """A message whose headers were written by hand."""

    def __init__(self, body: bytes, headers: Headers | None, **properties: Any):
        super().__init__(body, delivery_mode=2, **properties)
        self._by_hand = headers

    def _serialize_properties(self) -> bytes:
        if self._by_hand is None:
            return bytes(super()._serialize_properties())
        self.properties["application_headers"] = {}
        written = bytes(super()._serialize_properties())
        # Two bytes of flags, the content type and encoding (which hold no zero bytes), the table.
        flags, rest = written[:2], written[2:]
        return flags + rest.replace(pack(">I", 0), self._by_hand.table, 1)


def publish_raw(
    uri: str,
    body: bytes,
    *,
    exchange: str = "hr.events",
    key: str = "employee.changed",
    headers: Headers | None = None,
    **properties: Any,
) -> None:
    """Publish, and wait until the broker has it."""
    with link(uri) as line:
        line.channel.confirm_select()
        message = RawMessage(body, headers, **properties)
        line.channel.basic_publish_confirm(message, exchange, key)
