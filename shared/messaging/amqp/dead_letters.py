"""What killed its consumer again and again ends as a parked row, not in a queue nobody reads."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.envelope import Envelope


def parker(park: Callable[[str, Envelope, str], None]) -> Callable[[list[Envelope]], None]:
    """A `deliver` for a dead-letter queue; park takes (queue it died in, envelope, reason)."""

    def deliver(batch: list[Envelope]) -> None:
        for envelope in batch:
            death = _first_death(envelope)
            queue = str(death.get("queue") or "")
            keys = death.get("routing-keys") or [envelope.routing_key]
            original = replace(
                envelope,
                exchange=str(death.get("exchange") or envelope.exchange),
                routing_key=str(keys[0]),
                headers={k: v for k, v in envelope.headers.items() if not k.startswith("x-")},
            )
            reason = f"dead-lettered from {queue or 'a queue'}: {death.get('reason')}"
            park(queue, original, reason)

    return deliver


def _first_death(envelope: Envelope) -> dict[str, Any]:
    """The broker's own note; nothing where a publisher forged it."""
    deaths = envelope.headers.get("x-death")
    first = deaths[0] if isinstance(deaths, list) and deaths else None
    return first if isinstance(first, dict) else {}
