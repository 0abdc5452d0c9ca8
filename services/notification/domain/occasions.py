"""What causes a message: event -> audience -> template -> kind.

One occasion, one message to each of its audience. An event that is not in the table causes none:
`enrolment.approved`, for one, is followed by `enrolment.enrolled`, which says the same better.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.notification.domain import facts
from services.notification.domain.message import Draft
from shared.events import Event
from shared.events import enrolment as en
from shared.events import evaluation as ev

Audience = Callable[[Any], Sequence[str | None]]
Facts = Callable[[Any, str], dict[str, Any]]


class Kind(StrEnum):
    """Whether the reader is asked for something or only told."""

    ASKED = "asked"
    TOLD = "told"


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One row of the table.

    audience   who is written to; null: nobody
    facts      what the template is told, for one reader
    once_per   what makes a second event about the same subject a new occasion
    version    of the template; older messages keep the version they were written with
    """

    audience: Audience
    template: str
    kind: Kind
    facts: Facts
    once_per: Callable[[Any], str] = lambda event: ""
    version: int = 1


def the_approver(event: en.EnrolmentRequested) -> Sequence[str | None]:
    return [event.approver_id]


def the_learner(event: Any) -> Sequence[str | None]:
    return [event.employee_id]


def the_respondent(event: Any) -> Sequence[str | None]:
    return [event.respondent_id]


def respondents_of_what_is_open(event: ev.EvaluationScheduled) -> Sequence[str | None]:
    """Each once, in the order of the schedule; what opens later announces itself then."""
    return list(dict.fromkeys(item.respondent_id for item in facts.open_items(event)))


def _row(audience: Audience, template: str, kind: Kind, facts: Facts, **more: Any) -> Occasion:
    return Occasion(audience=audience, template=template, kind=kind, facts=facts, **more)


ASKED, TOLD = Kind.ASKED, Kind.TOLD

# fmt: off
OCCASIONS: Mapping[type[Event], Occasion] = {
    en.EnrolmentRequested: _row(the_approver, "enrolment_requested", ASKED, facts.request),
    en.EnrolmentRejected: _row(the_learner, "enrolment_rejected", TOLD, facts.decision),
    en.EnrolmentEnrolled: _row(the_learner, "enrolment_enrolled", TOLD, facts.seat),
    en.EnrolmentCancelled: _row(the_learner, "enrolment_cancelled", TOLD, facts.decision),
    en.TrainingCompleted: _row(
        the_learner, "training_completed", TOLD, facts.completion,
        once_per=lambda event: event.certificate.code,
    ),
    en.TrainingNotCompleted: _row(the_learner, "training_not_completed", TOLD, facts.decision),
    en.TrainingCompletionReversed: _row(
        the_learner, "completion_reversed", TOLD, facts.decision,
        once_per=lambda event: event.occurred_at.isoformat(),
    ),
    ev.EvaluationScheduled: _row(
        respondents_of_what_is_open, "evaluations_open", ASKED, facts.what_is_open,
        once_per=lambda event: event.items[0].evaluation_id,
    ),
    ev.EvaluationOpened: _row(
        the_respondent, "evaluation_opened", ASKED, facts.evaluation,
        once_per=lambda event: event.due_at.isoformat(),
    ),
    ev.EvaluationDueSoon: _row(
        the_respondent, "evaluation_due_soon", ASKED, facts.evaluation,
        once_per=lambda event: event.due_at.isoformat(),
    ),
    ev.EvaluationOverdue: _row(
        the_respondent, "evaluation_overdue", ASKED, facts.evaluation,
        once_per=lambda event: event.due_at.isoformat(),
    ),
    ev.EvaluationCancelled: _row(the_respondent, "evaluation_cancelled", TOLD, facts.evaluation),
}
# fmt: on

KINDS: Mapping[str, Kind] = {each.template: each.kind for each in OCCASIONS.values()}
VERSIONS: Mapping[str, int] = {each.template: each.version for each in OCCASIONS.values()}


def readers_of(event: Event) -> list[str]:
    """Whom this event is written to."""
    return [one for one in OCCASIONS[type(event)].audience(event) if one is not None]


def drafts_about(event: Event) -> list[Draft]:
    """One for each reader; none where nobody is to hear of it."""
    occasion = OCCASIONS[type(event)]
    return [
        Draft(
            employee_id=reader,
            about=event.event_name,
            subject_id=event.subject,
            template=occasion.template,
            template_version=occasion.version,
            data=occasion.facts(event, reader),
            once_key=f"{event.subject}|{event.event_name}|{reader}|{occasion.once_per(event)}",
        )
        for reader in readers_of(event)
    ]
