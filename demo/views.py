"""Tables that more than one chapter shows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from demo.office import Item
from demo.stage import Stage

LEVELS = {1: "reaction", 2: "learning", 3: "behaviour", 4: "results"}
_STATUSES = ("scheduled", "open", "overdue", "submitted", "cancelled")

_Row = tuple[datetime, str, str, str]


def show_timeline(stage: Stage) -> None:
    """What each service did since the last time, across the bus."""
    since, stage.shown_until = stage.shown_until, stage.office.clock.now()
    events = [
        (
            happening.first.at,
            happening.first.publisher,
            _times(happening.first.name, len(happening.passages)),
            ", ".join(happening.first.heard_by) or "whoever listens",
        )
        for happening in stage.timeline.news()
    ]
    rows = sorted([*events, *_messages(stage, since)])
    days = {stage.local(at).date() for at, *_ in rows}
    stage.screen.table(
        ["when", "service", "what it did", "reached"],
        [(_when(stage, at, len(days) > 1), *cells) for at, *cells in rows],
    )


def _when(stage: Stage, at: datetime, with_day: bool) -> str:
    """To the millisecond, or with the day where that matters more."""
    local = stage.local(at)
    return f"{local:%d %b %H:%M:%S}" if with_day else f"{local:%H:%M:%S.%f}"[:-3]


def _messages(stage: Stage, since: datetime) -> Iterable[_Row]:
    """Messages are rows of the notification service, not events: its inboxes tell of them."""
    written = [(datetime.fromisoformat(one["created_at"]), one) for one in stage.messages()]
    fresh = sorted(((at, one["about"]) for at, one in written if at >= since))
    count = Counter(about for _, about in fresh)
    first: dict[str, datetime] = {}
    for at, about in fresh:
        first.setdefault(about, at)
    for about, at in first.items():
        words = "a message" if count[about] == 1 else f"{count[about]} messages"
        yield at, "notification", f"{words} on {about}", "inboxes"


def show_evaluations(stage: Stage, evaluations: Sequence[Item]) -> None:
    """How many of each level are where."""
    counts = Counter((one["level"], one["status"]) for one in evaluations)
    rows = [
        [f"{level} {word}", *[counts[level, status] or "·" for status in _STATUSES]]
        for level, word in LEVELS.items()
    ]
    total = Counter(one["status"] for one in evaluations)
    rows.append(["all", *[total[status] or "·" for status in _STATUSES]])
    stage.screen.table(["level", *_STATUSES], rows)


def show_inbox(stage: Stage, messages: Iterable[Item]) -> None:
    """Subjects, the oldest first."""
    oldest_first = sorted(messages, key=lambda one: one["created_at"])
    for one in oldest_first:
        stage.screen.remark(f"{stage.local(one['created_at']):%d %b %H:%M}  {one['subject']}")


def _times(event: str, count: int) -> str:
    return event if count == 1 else f"{event} x{count}"
