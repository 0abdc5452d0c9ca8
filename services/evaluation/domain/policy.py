"""Which evaluations a completion asks for, of whom, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

from services.evaluation.domain.built_in_instruments import default_instrument_id
from shared.errors import ValidationError

ProgrammeKind = Literal["training", "degree"]

REACTION, LEARNING, BEHAVIOUR, RESULTS = 1, 2, 3, 4
"""The levels of Kirkpatrick."""

CLOSES_AFTER_DAYS = 30
"""How long late answers are taken, in days after an evaluation was due, if no policy says."""


class Respondent(StrEnum):
    """Who answers. The system answers by measuring, nobody can do it in its place."""

    PARTICIPANT = "participant"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


class Moment(StrEnum):
    """What an item counts its days from. At enrolment: a pre-test."""

    COMPLETION = "completion"
    ENROLMENT = "enrolment"


@dataclass(frozen=True, kw_only=True)
class PolicyItem:
    """One evaluation to ask for.

    opens_after_days     days after the moment `at`
    due_within_days, due_within_working_days   after it opens; exactly one of the two
    remind_before_days   the reminder points, days before it is due; none: no reminder
    instrument_id        None: the built-in one for its level and respondent
    """

    level: int
    respondent: Respondent
    opens_after_days: int
    due_within_days: int | None = None
    due_within_working_days: int | None = None
    remind_before_days: tuple[int, ...] = (1,)
    instrument_id: str | None = None
    at: Moment = Moment.COMPLETION

    @property
    def asks_with(self) -> str | None:
        """The instrument to answer with; None: nobody is asked, the system measures."""
        if self.respondent is Respondent.SYSTEM:
            return None
        return self.instrument_id or default_instrument_id(self.level, self.respondent)


class Programme(Protocol):
    """What an event says of a programme."""

    @property
    def programme_id(self) -> str: ...
    @property
    def programme_kind(self) -> str: ...
    @property
    def learning_hours(self) -> float: ...


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Items for one programme, or for a kind of programme.

    min_learning_hours   programmes with fewer hours (JP) are left to another policy
    closes_after_days    late answers are taken so many days after an evaluation was due
    effective_from       first day (of completion) that it speaks about; None: any day
    version              from 1; a schedule keeps the one that it was made with
    """

    policy_id: str
    items: tuple[PolicyItem, ...]
    programme_id: str | None = None
    programme_kind: str | None = None
    min_learning_hours: float | None = None
    closes_after_days: int = CLOSES_AFTER_DAYS
    effective_from: date | None = None
    version: int = 1

    def covers(self, programme: Programme) -> bool:
        """Whether this policy speaks about a programme."""
        if programme.learning_hours < (self.min_learning_hours or 0):
            return False
        if self.programme_id is not None:
            return self.programme_id == programme.programme_id
        return self.programme_kind == programme.programme_kind

    def holds_on(self, day: date) -> bool:
        """Whether it has taken effect by a day of the office."""
        return self.effective_from is None or self.effective_from <= day

    @property
    def specificity(self) -> tuple[bool, float]:
        """A programme's policy goes before a kind's; then the one that asks for more hours."""
        return self.programme_id is not None, self.min_learning_hours or 0


def in_force(versions: Iterable[Policy], day: date) -> list[Policy]:
    """Of each policy the newest version that has taken effect by a day.

    versions   the one saved last first; this order is kept
    """
    newest: dict[str, Policy] = {}
    for policy in versions:
        if policy.holds_on(day):
            newest.setdefault(policy.policy_id, policy)
    return list(newest.values())


def most_specific(policies: Iterable[Policy], programme: Programme) -> Policy:
    """The policy for a programme; among equals the first given; else the built-in one."""
    covering = (policy for policy in policies if policy.covers(programme))
    built_in = BUILT_IN[programme.programme_kind]
    return max(covering, key=lambda policy: policy.specificity, default=built_in)


def check(policy: Policy) -> None:
    """Raise ValidationError where a policy makes no sense."""
    reasons: dict[str, list[str]] = {}
    if (policy.programme_id is None) == (policy.programme_kind is None):
        reasons["programme_id"] = ["give either programme_id or programme_kind"]
    for number, item in enumerate(policy.items):
        if (item.due_within_days is None) == (item.due_within_working_days is None):
            reasons[f"items.{number}.due_within_days"] = [
                "give either due_within_days or due_within_working_days"
            ]
        if item.respondent is not Respondent.SYSTEM and item.asks_with is None:
            reasons[f"items.{number}.instrument_id"] = [
                f"there is no built-in instrument for level {item.level}: name one"
            ]
    if reasons:
        raise ValidationError("the policy is not valid", reasons)


_AT_COMPLETION = (
    PolicyItem(
        level=REACTION,
        respondent=Respondent.PARTICIPANT,
        opens_after_days=0,
        due_within_working_days=3,
    ),
    PolicyItem(
        level=LEARNING,
        respondent=Respondent.PARTICIPANT,
        opens_after_days=0,
        due_within_days=7,
        remind_before_days=(2,),
    ),
)


def _later(level: int, respondent: Respondent, opens_after_days: int) -> PolicyItem:
    measured = respondent is Respondent.SYSTEM
    return PolicyItem(
        level=level,
        respondent=respondent,
        opens_after_days=opens_after_days,
        due_within_days=30 if measured else 14,
        remind_before_days=() if measured else (3,),
    )


BUILT_IN = {
    "training": Policy(
        policy_id="built-in-training",
        programme_kind="training",
        items=(
            *_AT_COMPLETION,
            _later(BEHAVIOUR, Respondent.PARTICIPANT, 90),
            _later(BEHAVIOUR, Respondent.SUPERVISOR, 90),
            _later(RESULTS, Respondent.SYSTEM, 180),
        ),
    ),
    "degree": Policy(
        policy_id="built-in-degree",
        programme_kind="degree",
        items=(
            *_AT_COMPLETION,
            _later(BEHAVIOUR, Respondent.PARTICIPANT, 180),
            _later(BEHAVIOUR, Respondent.SUPERVISOR, 180),
            _later(RESULTS, Respondent.SYSTEM, 365),
        ),
    ),
}
"""What holds where no policy was saved. No pre-test: only a saved policy asks for one."""
