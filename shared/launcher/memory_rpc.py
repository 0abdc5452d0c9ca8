"""nameko RPC without a broker: kombu's in-memory transport, made fit for replies.

nameko answers in the content type of the call, which kombu's virtual messages keep outside
their properties; and the default polling interval (1 s) is far too slow.
"""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES, memory

URI = "lontar-memory://"


class _Message(memory.virtual.Message):
    def __init__(self, payload: Any, channel: Any = None, **options: Any):
        super().__init__(payload, channel=channel, **options)
        self.properties.setdefault("content_type", self.content_type)


class _Channel(memory.Channel):
    Message = _Message


class Transport(memory.Transport):
    """Messages live in this process only."""

    Channel = _Channel
    polling_interval = 0.005


def install() -> None:
    """Make `lontar-memory://` known to kombu."""
    TRANSPORT_ALIASES["lontar-memory"] = f"{__name__}:Transport"
