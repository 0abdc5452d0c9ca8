"""Chapters of the months after: the clock moves, evaluations open, reminders go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.office import Item
from demo.reading import answer_quietly
from demo.stage import Stage
from demo.views import LEVELS, show_evaluations, show_timeline
from services.evaluation.domain.policy import BUILT_IN
from shared.events.evaluation import EvaluationDueSoon, EvaluationOpened, EvaluationOverdue

_LEARNING, _BEHAVIOUR, _RESULTS = 2, 3, 4
_A_LITTLE = timedelta(hours=1)
_ENDED = ("submitted", "cancelled")


@dataclass(frozen=True)
class _Due:
    """Ids of the evaluations of which each event must have passed by an instant."""

    opened: set[str]
    reminded: set[str]
    overdue: set[str]


def go_on(stage: Stage) -> None:
    """A few days, three months and six months after the training."""
    reminders = [_remind_at(stage, one) for one in _pending(stage, _LEARNING)]
    _move(stage, "Some days later: who has not answered is reminded", max(reminders))
    opening = [datetime.fromisoformat(one["opens_at"]) for one in _pending(stage, _BEHAVIOUR)]
    _move(stage, "Three months later: is it used at work?", max(opening))
    if answer_quietly(stage, stage.people.hero, _BEHAVIOUR):
        stage.screen.done(f"{stage.people.hero.name} answers")
    opening = [datetime.fromisoformat(one["opens_at"]) for one in _pending(stage, _RESULTS)]
    _move(stage, "Six months later: did it help the public?", max(opening))
    _tell_of_results(stage)


def _pending(stage: Stage, level: int) -> list[Item]:
    """Not answered, not cancelled."""
    everything = stage.evaluations()
    return [one for one in everything if one["level"] == level and one["status"] not in _ENDED]


def _move(stage: Stage, title: str, instant: datetime) -> None:
    """Move the clock, and wait for exactly what the evaluations themselves say is due by then."""
    stage.screen.chapter(title)
    evaluations, before = stage.evaluations(), stage.office.clock.now()
    mails_before = len(stage.mails)
    stage.office.clock.travel_to(instant + _A_LITTLE)
    now = stage.office.clock.now()
    stage.screen.done(f"the clock moves on: it is {stage.moment(now)}")
    due = _due(stage, evaluations, before, now)
    stage.office.wait_for("evaluations open and reminders go out", lambda: _passed(stage, due))
    stage.settle()
    for word, ids in (("opened", due.opened), ("due soon", due.reminded), ("overdue", due.overdue)):
        if ids:
            stage.screen.done(f"{word}: {_by_level(evaluations, ids)}")
    show_timeline(stage)
    stage.screen.remark(f"{len(stage.mails) - mails_before} more mails; where the class stands:")
    show_evaluations(stage, stage.evaluations())


def _due(stage: Stage, evaluations: Sequence[Item], before: datetime, now: datetime) -> _Due:
    pending = [one for one in evaluations if one["status"] not in _ENDED]

    def by(field: str) -> set[str]:
        passed = [one for one in pending if datetime.fromisoformat(one[field]) <= now]
        return {one["evaluation_id"] for one in passed}

    overdue = by("due_at")
    reminded = {one["evaluation_id"] for one in pending if before < _remind_at(stage, one) <= now}
    waiting = {one["evaluation_id"] for one in pending if one["status"] == "scheduled"}
    late = {one["evaluation_id"] for one in pending if one["status"] == "overdue"}
    return _Due(by("opens_at") & waiting, reminded - overdue, overdue - late)


def _passed(stage: Stage, due: _Due) -> bool:
    return (
        stage.timeline.has(EvaluationOpened, due.opened)
        and stage.timeline.has(EvaluationDueSoon, due.reminded)
        and stage.timeline.has(EvaluationOverdue, due.overdue)
    )


def _remind_at(stage: Stage, evaluation: Item) -> datetime:
    """By the built-in policy; where it has no reminder, the due date itself."""
    items = BUILT_IN[stage.programme["kind"]].items
    days = next(one.remind_before_days for one in items if one.level == evaluation["level"])
    return datetime.fromisoformat(evaluation["due_at"]) - timedelta(days=days)


def _by_level(evaluations: Sequence[Item], ids: set[str]) -> str:
    levels = [one["level"] for one in evaluations if one["evaluation_id"] in ids]
    return ", ".join(
        f"{levels.count(level)} x level {level} ({LEVELS[level]})" for level in sorted(set(levels))
    )


def _tell_of_results(stage: Stage) -> None:
    found = _pending(stage, _RESULTS)
    nobody = sum(one["respondent_id"] is None for one in found)
    stage.screen.remark(
        f"{nobody} x level {_RESULTS} asks nobody: the system is to measure the service itself"
    )
