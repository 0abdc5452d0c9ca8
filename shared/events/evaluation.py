"""Facts about evaluations, published by the evaluation service."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from shared.events.event import Event, Id, Instant, Text

EXCHANGE = "evaluation.events"

Level = Annotated[int, Meta(ge=1, le=4)]


@dataclass(frozen=True, kw_only=True)
class ScheduledItem:
    """One evaluation of a schedule.

    evaluation_id   of this evaluation
    level   of Kirkpatrick: 1 reaction, 2 learning, 3 behaviour, 4 results
    respondent_id   who is asked; null: the system itself, which measures
    opens_at   from when it can be answered
    due_at   until when it should be
    """

    evaluation_id: Id
    level: Level
    respondent_id: Id | None
    opens_at: Instant
    due_at: Instant


@dataclass(frozen=True, kw_only=True)
class EvaluationScheduled(
    Event, name="evaluation.scheduled", exchange=EXCHANGE, subject="enrolment_id"
):
    """A completion has its evaluations; those whose opens_at has come are open already.

    Also a seat its pre-tests, where a policy asks for any.

    enrolment_id   whose completion or seat it was
    employee_id   the learner
    programme_id   what was taught
    title   of the programme, as people read it
    items   the evaluations, in the order of the policy
    """

    enrolment_id: Id
    employee_id: Id
    programme_id: Id
    title: Text
    items: list[ScheduledItem]


@dataclass(frozen=True, kw_only=True)
class _AboutEvaluation:
    """evaluation_id   of this evaluation
    enrolment_id   whose completion is evaluated
    employee_id   the learner
    respondent_id   who is asked; null: the system itself, which measures
    level   of Kirkpatrick: 1 reaction, 2 learning, 3 behaviour, 4 results
    due_at   until when it should be answered
    title   of the programme, as people read it
    """

    evaluation_id: Id
    enrolment_id: Id
    employee_id: Id
    respondent_id: Id | None
    level: Level
    due_at: Instant
    title: Text


@dataclass(frozen=True, kw_only=True)
class EvaluationOpened(
    _AboutEvaluation, Event, name="evaluation.opened", exchange=EXCHANGE, subject="evaluation_id"
):
    """An evaluation that was not open when it was scheduled can be answered now.

    Also when it is open and asked of somebody else: the learner has another supervisor.
    """


@dataclass(frozen=True, kw_only=True)
class EvaluationDueSoon(
    _AboutEvaluation, Event, name="evaluation.due_soon", exchange=EXCHANGE, subject="evaluation_id"
):
    """Not answered yet, and the reminder point of its policy has come."""


@dataclass(frozen=True, kw_only=True)
class EvaluationOverdue(
    _AboutEvaluation, Event, name="evaluation.overdue", exchange=EXCHANGE, subject="evaluation_id"
):
    """Not answered when it was due; it can still be answered.

    escalated_to   who leads the respondent, and may ask for it; null: nobody that HR knows of
    """

    escalated_to: Id | None = None


@dataclass(frozen=True, kw_only=True)
class EvaluationSubmitted(
    _AboutEvaluation, Event, name="evaluation.submitted", exchange=EXCHANGE, subject="evaluation_id"
):
    """Answered. The answers themselves never travel.

    late   answered after it was due
    """

    late: bool = False


@dataclass(frozen=True, kw_only=True)
class EvaluationCancelled(
    _AboutEvaluation, Event, name="evaluation.cancelled", exchange=EXCHANGE, subject="evaluation_id"
):
    """No longer asked for: its completion was reversed, or the one to ask has left.

    reason   why, in words; null where nobody has said
    """

    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class RankedNeed:
    """One need of a ranking.

    unit_id   where it shows
    competency   that is missing
    score   of the ranking; the higher, the more it is needed
    complaints   tickets behind it
    """

    unit_id: Id
    competency: Text
    score: float
    complaints: int


@dataclass(frozen=True, kw_only=True)
class NeedsRanked(Event, name="needs.ranked", exchange=EXCHANGE, subject="ranking_id"):
    """What complaints say about which training is needed, the greatest need first.

    ranking_id   of this ranking
    period_start   first day of the complaints
    period_end   last day of the complaints
    needs   in the order of the ranking
    """

    ranking_id: Id
    period_start: date
    period_end: date
    needs: list[RankedNeed]


@dataclass(frozen=True, kw_only=True)
class EffectWarning:
    """What a reader of an effect must know besides.

    code   for machines: regression_to_the_mean, pre_trend, few_clusters, ...
    text   for people
    """

    code: Id
    text: Text


Verdict = Literal["improved", "no_evidence", "worsened", "insufficient_data"]


@dataclass(frozen=True, kw_only=True)
class EffectMeasured(Event, name="effect.measured", exchange=EXCHANGE, subject="study_id"):
    """A study says whether a service changed; a later revision replaces an earlier one.

    study_id   of the study
    revision   from 1; rises when corrected data change the finding
    programme_id   whose training it is about
    metric   that was measured
    estimate   change of the metric by the training; null: nothing could be estimated
    ci_low   lower end of its 95 % interval; null: there is none
    ci_high   upper end of it; null: there is none
    unit_of_measure   of estimate and interval
    n_treated   units whose staff were trained
    n_comparison   units they are compared with
    design   how it was estimated
    registered   registered before the training began, with a record of how units were selected
    primary   the one primary metric of the programme and year
    warnings   what must be known besides
    verdict   insufficient_data says neither yes nor no
    """

    study_id: Id
    revision: Annotated[int, Meta(ge=1)]
    programme_id: Id
    metric: Id
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    unit_of_measure: Text
    n_treated: int
    n_comparison: int
    design: Text
    registered: bool
    primary: bool
    warnings: list[EffectWarning]
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class GroupReview:
    """What colleagues of one position in one kind of unit gained; never fewer than five people.

    position   in HR's words; null: any
    unit_kind   in HR's words; null: any
    people   who completed the programme
    gain   normalised gain of the group's test scores (1: everything learnable); null: not known
    applied_share   share (0-1) who say that they use what they learned; null: not known
    """

    position: Text | None
    unit_kind: Text | None
    people: Annotated[int, Meta(ge=5)]
    gain: float | None
    applied_share: float | None


@dataclass(frozen=True, kw_only=True)
class ProgrammeReviewed(
    Event, name="programme.reviewed", exchange=EXCHANGE, subject="programme_id"
):
    """A quarter's look back at a programme.

    programme_id   of the programme
    title   of the programme, as people read it
    period_start   first day of the quarter
    period_end   last day of the quarter
    completed   people who completed it in the quarter
    groups   what colleagues gained so far, where there are five or more
    """

    programme_id: Id
    title: Text
    period_start: date
    period_end: date
    completed: int
    groups: list[GroupReview] = field(default_factory=list)
