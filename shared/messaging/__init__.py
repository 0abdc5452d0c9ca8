"""The road of a message: outbox, relay, bus, subscription with inbox, held and parked."""

from shared.envelope import Envelope
from shared.messaging.outbox import publish
from shared.messaging.waiting import arrived

__all__ = ["Envelope", "arrived", "publish"]
