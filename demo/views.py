"""Tables that more than one chapter shows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from demo.office import Item
from demo.stage import Stage
from demo.timeline import Happening

LEVELS = {1: "reaction", 2: "learning", 3: "behaviour", 4: "results"}
_STATUSES = ("scheduled", "open", "overdue", "submitted", "cancelled")

_TELLS = "notification"


def show_timeline(stage: Stage) -> None:
    """What each service did since the last time, across the bus, day by day."""
    messages = Counter(one["about"] for one in stage.new_messages())
    rows = [(one.first.at, _cells(stage, one, messages)) for one in stage.timeline.news()]
    for day, of_the_day in groupby(rows, lambda row: stage.day(row[0])):
        stage.screen.remark(day)
        stage.screen.table(
            ["when", "service", "what it published", "reached"],
            [cells for _, cells in of_the_day],
        )


def _cells(stage: Stage, happening: Happening, messages: Counter[str]) -> Sequence[str]:
    """When, who, what, and whom it reached; messages that it led to are named there."""
    first, count = happening.first, len(happening.passages)
    told = messages.pop(first.name, 0)
    reached = [f"{one}: {told} told" if told and one == _TELLS else one for one in first.heard_by]
    return (
        f"{stage.local(first.at):%H:%M:%S.%f}"[:-3],
        first.publisher,
        first.name if count == 1 else f"{first.name} x{count}",
        "\n".join(reached) or "-",
    )


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
