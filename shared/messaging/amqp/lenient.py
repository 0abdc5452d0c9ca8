"""Texts that are not UTF-8 must not break the line.

py-amqp decodes the short texts of a message (routing key, content type, message id …) while it
reads the frame, and raises on the first byte that is not UTF-8: one such message would end
every connection that is given it, and stop its queue for good. Here a bad byte becomes U+FFFD,
so that the message arrives and is parked with a reason. Two names of py-amqp are replaced, here
only, under a test of their own.
"""

from typing import Any

from amqp import abstract_channel, serialization

_strict_loads = serialization.loads


def install() -> None:
    """Make every connection of this process read what cannot be decoded as U+FFFD."""
    serialization.pstr_t = _text
    abstract_channel.loads = _loads


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
