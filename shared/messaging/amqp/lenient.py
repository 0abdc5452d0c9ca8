"""What a well-behaved client never sends must not break the line.

py-amqp decodes the short texts of a message (routing key, content type, message id …) while it
reads the frame, and raises on the first byte that is not UTF-8: one such message would end
every connection that is given it, and stop its queue for good. Here a bad byte becomes U+FFFD,
so that the message arrives and is parked with a reason. Likewise an instant beyond the calendar
(milliseconds taken for seconds), and tables in tables without end. Names of py-amqp are replaced
here only, under a test of their own.
"""

from typing import Any

from amqp import abstract_channel, serialization
from amqp.spec import Basic

_strict_loads = serialization.loads
_strict_item = serialization._read_item
_strict_properties = serialization.decode_properties_basic

_TABLE, _LIST, _INSTANT = b"FAT"
_DEEPEST = 50


def install() -> None:
    """Make every connection of this process read what it is sent, whatever that is."""
    serialization.pstr_t = _text
    serialization.PROPERTY_CLASSES[Basic.CLASS_ID] = _properties
    abstract_channel.loads = _loads


def _properties(buffer: bytes, offset: int) -> Any:
    """The properties of a message; those that py-amqp fails at are read with more care."""
    try:
        return _strict_properties(buffer, offset)
    except (ValueError, OverflowError, OSError, RecursionError):
        serialization._read_item = _Careful().item
        try:
            return _strict_properties(buffer, offset)
        finally:
            serialization._read_item = _strict_item


class _Careful:
    """Reads the items of tables and lists, down to a depth."""

    def __init__(self) -> None:
        self._depth = 0

    def item(self, buffer: bytes, offset: int) -> tuple[Any, int]:
        kind, start = buffer[offset], offset + 1
        if kind == _INSTANT:
            return _instant(buffer, offset)
        if kind in (_TABLE, _LIST) and self._depth == _DEEPEST:
            return None, start + 4 + int.from_bytes(buffer[start : start + 4])
        self._depth += 1
        try:
            found: tuple[Any, int] = _strict_item(buffer, offset)
            return found
        finally:
            self._depth -= 1


def _instant(buffer: bytes, offset: int) -> tuple[Any, int]:
    """Where no calendar has it: the number that was sent."""
    try:
        found: tuple[Any, int] = _strict_item(buffer, offset)
        return found
    except (ValueError, OverflowError, OSError):
        return int.from_bytes(buffer[offset + 1 : offset + 9]), offset + 9


def _text(raw: Any) -> str:
    return raw if isinstance(raw, str) else bytes(raw).decode("utf-8", "replace")


def _loads(layout: str, buffer: bytes, offset: int) -> tuple[list[Any], int]:
    """The arguments of a method. In those that bring a message the routing key comes last."""
    try:
        return _strict_loads(layout, buffer, offset)
    except UnicodeDecodeError as error:
        text = bytes(error.object)
        start = buffer.rfind(text)
        question_marks = text.decode("ascii", "replace").replace("\ufffd", "?").encode()
        mended = buffer[:start] + question_marks + buffer[start + len(text) :]
        return _strict_loads(layout, mended, offset)
