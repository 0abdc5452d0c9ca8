"""Chapters of the months after: the clock moves, evaluations open, reminders go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.digesting import wish_for_a_digest
from demo.office import Item
from demo.reading import answer_quietly
from demo.reminding import wish_for_quiet_evenings
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


def some_days_later(stage: Stage) -> None:
    """Reminders; somebody wants none in the evening."""
    stage.screen.chapter("Some days later: reminders")
    asked = stage.evaluations()
    pending = _pending(asked, _LEARNING)
    wish_for_quiet_evenings(stage, [one["respondent_id"] for one in pending])
    _move(stage, asked, max(_remind_at(stage, one) for one in pending))


def three_months_later(stage: Stage) -> None:
    """Whether it is used; somebody wants one mail a day."""
    stage.screen.chapter("Three months later: is it used at work?")
    asked = stage.evaluations()
    pending = _pending(asked, _BEHAVIOUR)
    wish_for_a_digest(stage, [one["respondent_id"] for one in pending])
    _answer_about_behaviour(stage, _move(stage, asked, _opening(asked, _BEHAVIOUR)))


def six_months_later(stage: Stage) -> None:
    """What it changed, the system is to find out."""
    stage.screen.chapter("Six months later: did it help the public?")
    asked = stage.evaluations()
    after = _move(stage, asked, _opening(asked, _RESULTS))
    nobody = sum(one["respondent_id"] is None for one in _pending(after, _RESULTS))
    stage.screen.remark(
        f"{nobody} x level {_RESULTS} ask nobody: the system is to measure the service itself"
    )


def _pending(evaluations: Sequence[Item], level: int) -> list[Item]:
    """Not answered, not cancelled."""
    return [one for one in evaluations if one["level"] == level and one["status"] not in _ENDED]


def _opening(evaluations: Sequence[Item], level: int) -> datetime:
    """When the last of a level opens."""
    return max(datetime.fromisoformat(one["opens_at"]) for one in _pending(evaluations, level))


def _move(stage: Stage, evaluations: Sequence[Item], instant: datetime) -> Sequence[Item]:
    """Move the clock, and wait for exactly what the evaluations themselves say is due by then."""
    before, mails_before = stage.office.clock.now(), len(stage.mails)
    stage.office.clock.travel_to(instant + _A_LITTLE)
    now = stage.office.clock.now()
    stage.screen.done(f"the clock moves on: it is {stage.moment(now)}")
    due = _due(stage, evaluations, before, now)
    stage.office.wait_for("evaluations open and reminders go out", lambda: _passed(stage, due))
    stage.settle()
    for word, ids in (("opened", due.opened), ("due soon", due.reminded), ("overdue", due.overdue)):
        if ids:
            stage.screen.done(f"{word}: {_by_level(evaluations, ids)}")
    stage.screen.done(f"mails written: {len(stage.mails) - mails_before} more")
    show_timeline(stage)
    stage.screen.remark("Where the class stands")
    after = stage.evaluations()
    show_evaluations(stage, after)
    return after


def _answer_about_behaviour(stage: Stage, evaluations: Sequence[Item]) -> None:
    """The first learner, and whoever else is asked about that learner."""
    hero = stage.people.hero.employee_id
    about_hero = [one for one in _pending(evaluations, _BEHAVIOUR) if one["employee_id"] == hero]
    for one in about_hero:
        answer_quietly(stage, stage.enrolments[hero], one["respondent_id"], one["level"])
    names = " and ".join(stage.name(one["respondent_id"]) for one in about_hero)
    stage.screen.done(f"about {stage.name(hero)} answered: {names}")


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
    points = next(one.remind_before_days for one in items if one.level == evaluation["level"])
    return datetime.fromisoformat(evaluation["due_at"]) - timedelta(days=max(points, default=0))


def _by_level(evaluations: Sequence[Item], ids: set[str]) -> str:
    levels = [one["level"] for one in evaluations if one["evaluation_id"] in ids]
    return ", ".join(
        f"{levels.count(level)} x level {level} ({LEVELS[level]})" for level in sorted(set(levels))
    )
