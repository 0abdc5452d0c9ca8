"""Make the broker look like the map. Every process does it after every connect."""

import amqp

from shared.events import event_type
from shared.topology import CATCH_ALL, DEAD_LETTERS, EXCHANGES, LISTENS, dead_queue_of, queue_of


def declare_topology(channel: amqp.Channel) -> None:
    """Declare every exchange, queue and binding of the whole system. Safe to repeat.

    Exchanges carry no arguments, so that any client (a stock nameko handler, an HR system)
    may declare them too. Limits are set by policy: arguments could never be changed again.
    """
    for exchange in EXCHANGES:
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
    channel.exchange_declare(DEAD_LETTERS, "direct", durable=True, auto_delete=False)
    for service, events in LISTENS.items():
        _declare_queues(channel, service, events)


def _declare_queues(channel: amqp.Channel, service: str, events: tuple[str, ...]) -> None:
    dead = dead_queue_of(service)
    channel.queue_declare(dead, durable=True, auto_delete=False, arguments=_quorum())
    channel.queue_bind(dead, DEAD_LETTERS, dead)
    for exchange, keys in bindings(service, events).items():
        queue = queue_of(service, exchange)
        arguments = _quorum() | {
            "x-dead-letter-exchange": DEAD_LETTERS,
            "x-dead-letter-routing-key": dead,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        }
        channel.queue_declare(queue, durable=True, auto_delete=False, arguments=arguments)
        for key in keys:
            channel.queue_bind(queue, exchange, key)


def bindings(service: str, events: tuple[str, ...]) -> dict[str, list[str]]:
    """The routing keys that a service's queues are bound with: {exchange: [key]}."""
    keys: dict[str, list[str]] = {}
    for name in events:
        declared = event_type(name)
        if declared is None:
            raise LookupError(f"the map names {name!r}, which no one has declared")
        if CATCH_ALL.get(service) != declared.exchange:
            keys.setdefault(declared.exchange, []).append(name)
        else:
            keys[declared.exchange] = ["#"]
    return keys


def _quorum() -> dict[str, str]:
    return {"x-queue-type": "quorum"}
