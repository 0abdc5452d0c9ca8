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
            queue = _text(death.get("queue"))
            keys = death.get("routing-keys") or [envelope.routing_key]
            original = replace(
                envelope,
                exchange=_text(death.get("exchange")) or envelope.exchange,
                routing_key=_text(keys[0]),
                headers={k: v for k, v in envelope.headers.items() if not k.startswith("x-")},
            )
            reason = f"dead-lettered from {queue or 'a queue'}: {_text(death.get('reason'))}"
            park(queue, original, reason)

    return deliver


def _first_death(envelope: Envelope) -> dict[str, Any]:
    deaths = envelope.headers.get("x-death") or [{}]
    return dict(deaths[0])


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
