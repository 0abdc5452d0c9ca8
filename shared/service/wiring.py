"""What a process is connected to: chosen once by its launcher, handed to every service."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.clock import Clock
from shared.database import Database
from shared.messaging.embedded import EmbeddedBus
from shared.settings import Settings

CONFIG_KEY = "lontar"
"""Where nameko's configuration keeps the wiring."""


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """databases   by service name
    bus         the embedded bus, or None: RabbitMQ at settings.amqp_uri
    """

    settings: Settings
    clock: Clock
    databases: Mapping[str, Database]
    bus: EmbeddedBus | None
