"""The events as they are published, kept as files so that a change cannot pass unseen.

    python -m tests.contract.frozen

freezes events that are new. It never changes a file: what is out there cannot be called back.
Where an event gains a field, rename its file to `<event>.before-<reason>.json`, which must be
readable for ever, and freeze the new form beside it.
"""

import json
from pathlib import Path
from typing import Any

from shared.codec import encode, headers_of
from shared.events import Event, hr
from shared.messaging import Envelope
from tests.contract.samples import SAMPLES

DIRECTORY = Path(__file__).parent / "events"


def file_of(event: Event) -> Path:
    """Where the current form of an event is frozen."""
    return DIRECTORY / f"{event.event_name}.json"


def source_of(event: Event) -> str:
    """A `ce-source` that such an event could have."""
    publishers = {hr.EXCHANGE: "/hr/simpeg", hr.FEEDBACK_EXCHANGE: "/lontar/enrolment"}
    return publishers.get(event.exchange, f"/lontar/{event.exchange.removesuffix('.events')}")


def headers(event: Event) -> dict[str, Any]:
    """The headers of a sample, as the outbox would make them."""
    return headers_of(
        event,
        event_id="01936a2b-1c00-7a00-8000-00000000ffff",
        source=source_of(event),
        sequence=3,
        traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    )


def freeze(event: Event) -> dict[str, Any]:
    """What is written down of an event: where it goes, its headers and its body."""
    return {
        "exchange": event.exchange,
        "routing_key": event.event_name,
        "content_type": "application/json",
        "headers": headers(event),
        "body": json.loads(encode(event)),
    }


def thawed(path: Path) -> tuple[Envelope, dict[str, Any]]:
    """A frozen message as it would arrive, and what its file holds."""
    frozen: dict[str, Any] = json.loads(path.read_text("utf-8"))
    envelope = Envelope(
        exchange=frozen["exchange"],
        routing_key=frozen["routing_key"],
        content_type=frozen["content_type"],
        headers=frozen["headers"],
        body=compact(frozen["body"]),
    )
    return envelope, frozen


def compact(body: dict[str, Any]) -> bytes:
    """The bytes that travel: no blanks, and texts as they are."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def freeze_what_is_new() -> list[Path]:
    """Write the files that do not exist yet."""
    new = [event for event in SAMPLES if not file_of(event).exists()]
    for event in new:
        content = json.dumps(freeze(event), ensure_ascii=False, indent=2)
        file_of(event).write_text(content + "\n", encoding="utf-8")
    return [file_of(event) for event in new]


if __name__ == "__main__":
    DIRECTORY.mkdir(exist_ok=True)
    freeze_what_is_new()
