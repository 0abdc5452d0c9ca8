"""`@subscribe`: a method that hears of an event. The road brings it."""

from typing import Any

from nameko.extensions import Entrypoint

from shared.events import Event
from shared.messaging.subscriber import Preload
from shared.service.road import Road


class Subscription(Entrypoint):
    """Decorates `def method(self, event, session)`.

    event        the declared event class
    latest_wins  an older version of the aggregate changes nothing (default: each counts)
    preload      (session, events) -> rows: one query for the whole batch
    """

    road = Road()

    def __init__(
        self,
        event: type[Event],
        *,
        latest_wins: bool = False,
        preload: Preload | None = None,
        **options: Any,
    ):
        self.event = event
        self.latest_wins = latest_wins
        self.preload = preload
        super().__init__(**options)

    def setup(self) -> None:
        self.road.register_provider(self)

    def stop(self) -> None:
        self.road.stop_arrivals()
        self.road.unregister_provider(self)


subscribe = Subscription.decorator
