"""What causes a message: event -> audience -> template -> kind.

One occasion, one message to each of its audience. An event that is not in the table causes none,
because another one says it better, or the reader did it:

- `enrolment.approved` is followed by `enrolment.enrolled` or `.waitlisted`;
- `certificate.renewed` and `study.completed` come with `training.completed`, whose message brings
  the new certificate;
- `study.applied` and `study.report_submitted` are the reader's own doing, and
  do not say who else waits for them.

Other events come together in some steps only. Those share a `moment`; see `moments.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum
from typing import Any

from services.notification.domain import facts, keys, matters
from services.notification.domain.audiences import (
    OFFICERS,
    respondents_of_what_is_open,
    seated_and_waiting,
    the_approver,
    the_learner,
    the_learner_and_who_is_to_ask,
    the_officers,
    the_officers_unless_it_is_an_echo,
    the_respondent,
    the_respondent_and_who_is_to_ask,
)
from services.notification.domain.message import ERASED, Draft
from services.notification.domain.room import ROOM_TEMPLATES
from shared.events import Event, hr
from shared.events import certificate as ce
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import study as st
from shared.events.coverage import CoverageShort
from shared.events.hours import HoursShort

Audience = Callable[[Any], Sequence[str | None]]
Facts = Callable[[Any, str], dict[str, Any]]
Key = Callable[[Any], str]

RESTS = timedelta(seconds=3)
"""The events of one step leave and arrive within this, unless somebody was away."""

_PART, _NEWS, _WHOLE = range(3)
"""Weights: what is a part of something greater, what is news of its own, the whole of a step."""


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
    matter     what it is about, where that is more than the subject of the event
    moment     what it may be told of together with other events of the same instant: the
               weightiest is told; None: it is always told
    critical   it cannot be muted, and waits for no digest, cap or working day
    true_of    what it is true of, for one reader: once that is settled, it is not sent any more
    version    of the template; older messages keep the version they were written with
    """

    audience: Audience
    template: str
    kind: Kind
    facts: Facts
    once_per: Key = lambda event: ""
    matter: Key = lambda event: event.subject
    moment: Key | None = None
    weight: int = _PART
    critical: bool = False
    true_of: Callable[[Any, str], list[str]] = lambda event, reader: []
    version: int = 1


def _while(of: matters.Matters) -> Callable[[Any, str], list[str]]:
    """The same for every reader."""
    return lambda event, reader: of(event)


def _while_unanswered(event: ev.EvaluationScheduled, reader: str) -> list[str]:
    items = facts.open_items(event)
    return matters.of_the_items([one for one in items if one.respondent_id == reader])


def _row(audience: Audience, template: str, kind: Kind, facts: Facts, **more: Any) -> Occasion:
    return Occasion(audience=audience, template=template, kind=kind, facts=facts, **more)


ASKED, TOLD = Kind.ASKED, Kind.TOLD
naming = facts.naming

# fmt: off
OCCASIONS: Mapping[type[Event], Occasion] = {
    en.OfferingChanged: _row(
        seated_and_waiting, "offering_changed", TOLD, facts.planned,
        moment=keys.of_the_programme, weight=_PART, critical=True,
        true_of=_while(matters.the_offering),
    ),
    en.OfferingCancelled: _row(
        seated_and_waiting, "offering_cancelled", TOLD, facts.called_off,
        moment=keys.of_the_programme, weight=_NEWS, critical=True,
    ),
    en.EnrolmentRequested: _row(
        the_approver, "enrolment_requested", ASKED, facts.request, critical=True,
        true_of=_while(matters.the_request),
    ),
    en.EnrolmentRejected: _row(the_learner, "enrolment_rejected", TOLD, naming("reason")),
    en.EnrolmentWaitlisted: _row(
        the_learner, "enrolment_waitlisted", TOLD, naming("reason", "offering_id"),
        true_of=_while(matters.the_wait),
    ),
    en.EnrolmentExpired: _row(the_learner, "enrolment_expired", TOLD, naming("reason")),
    en.EnrolmentEnrolled: _row(
        the_learner, "enrolment_enrolled", TOLD, naming("offering_id"),
        moment=keys.of_the_programme, weight=_NEWS,
        true_of=_while(matters.the_seat),
    ),
    en.EnrolmentCancelled: _row(
        the_learner, "enrolment_cancelled", TOLD, naming("reason", "offering_id"),
        moment=keys.of_the_programme, weight=_PART, critical=True,
    ),
    en.EnrolmentDeclined: _row(the_learner, "enrolment_declined", TOLD, naming("offering_id")),
    en.TrainingCompleted: _row(
        the_learner, "training_completed", TOLD, facts.completion,
        once_per=lambda event: event.certificate.code,
    ),
    en.TrainingNotCompleted: _row(
        the_learner, "training_not_completed", TOLD, naming("reason"),
        moment=keys.of_the_programme, weight=_PART,
    ),
    en.TrainingCompletionReversed: _row(
        the_learner, "completion_reversed", TOLD, naming("reason"),
        moment=keys.of_the_completion, weight=_WHOLE, critical=True,
    ),
    ce.CertificateRevoked: _row(
        the_learner, "certificate_revoked", TOLD, facts.revoked,
        moment=keys.of_the_completion, weight=_PART, critical=True,
    ),
    ce.CertificateExpiring: _row(
        the_learner, "certificate_expiring", TOLD, facts.expiring,
        true_of=_while(matters.the_certificate),
    ),
    HoursShort: _row(
        the_learner, "hours_short", ASKED, facts.short_hours, true_of=_while(matters.the_hours),
    ),
    st.StudySelected: _row(
        the_learner, "study_selected", TOLD, naming(),
        moment=keys.of_the_programme, weight=_WHOLE,
    ),
    st.StudyRejected: _row(the_learner, "study_rejected", TOLD, naming("reason")),
    st.StudyDecreed: _row(the_learner, "study_decreed", TOLD, naming("decree_number")),
    st.StudyStarted: _row(the_learner, "study_started", TOLD, naming("started_on", "ends_on")),
    st.StudyReportDue: _row(
        the_learner, "study_report_due", ASKED, naming("study_id", "semester", "due_on"),
        once_per=keys.of_the_report,
        true_of=_while(matters.the_report),
    ),
    st.StudyReportOverdue: _row(
        the_learner_and_who_is_to_ask, "study_report_overdue", ASKED, facts.missing_report,
        once_per=lambda event: f"{keys.of_the_report(event)}, step {event.step}",
        critical=True,
        true_of=_while(matters.the_report),
    ),
    st.StudyExtended: _row(
        the_learner, "study_extended", TOLD, naming("ends_on"),
        once_per=lambda event: event.ends_on.isoformat(),
    ),
    st.StudyReturned: _row(the_learner, "study_returned", TOLD, naming("returned_on", "bond_days")),
    st.StudyEnded: _row(
        the_learner, "study_ended", TOLD, naming("reason"),
        moment=keys.of_the_programme, weight=_WHOLE, critical=True,
    ),
    st.StudyBondEnded: _row(
        the_learner, "study_bond_ended", TOLD, naming("outcome", "days_open"),
    ),
    ev.EvaluationScheduled: _row(
        respondents_of_what_is_open, "evaluations_open", ASKED, facts.what_is_open,
        once_per=lambda event: event.items[0].evaluation_id,
        true_of=_while_unanswered,
    ),
    ev.EvaluationOpened: _row(
        the_respondent, "evaluation_opened", ASKED, facts.evaluation,
        once_per=lambda event: event.due_at.isoformat(),
        true_of=_while(matters.the_evaluation),
    ),
    ev.EvaluationDueSoon: _row(
        the_respondent, "evaluation_due_soon", ASKED, facts.evaluation,
        once_per=keys.reminder_of_a_day,
        true_of=_while(matters.the_evaluation),
    ),
    ev.EvaluationOverdue: _row(
        the_respondent_and_who_is_to_ask, "evaluation_overdue", ASKED, facts.unanswered,
        once_per=lambda event: event.due_at.isoformat(), version=2,
        true_of=_while(matters.the_evaluation),
    ),
    ev.EvaluationCancelled: _row(the_respondent, "evaluation_cancelled", TOLD, facts.evaluation),
    CoverageShort: _row(the_officers, "coverage_short", ASKED, facts.short_cover),
    ev.EffectMeasured: _row(
        the_officers, "effect_measured", TOLD, facts.finding,
        once_per=lambda event: f"revision {event.revision}",
    ),
    hr.MessageParked: _row(
        the_officers_unless_it_is_an_echo, "message_parked", ASKED, facts.parked,
        matter=keys.of_its_kind_that_day,
    ),
}
# fmt: on

CAMPAIGNS = {"campaign": "programme.reviewed", "campaign_correction": "effect.measured"}
"""Templates of messages that an officer causes, with the events that their facts came with."""

_BESIDE = ("digest", ERASED, *ROOM_TEMPLATES)
"""Of several messages at once, of one without its contents, and what a room is told."""

KINDS: Mapping[str, Kind] = {
    **{each.template: each.kind for each in OCCASIONS.values()},
    **dict.fromkeys([*CAMPAIGNS, *_BESIDE], Kind.TOLD),
}
VERSIONS: Mapping[str, int] = {
    **{each.template: each.version for each in OCCASIONS.values()},
    **dict.fromkeys([*CAMPAIGNS, *_BESIDE], 1),
}
WEIGHTS: Mapping[str, int | None] = {
    event.event_name: each.weight if each.moment else None for event, each in OCCASIONS.items()
}
"""By the name of the event; None: no other event takes its place."""
CRITICAL = frozenset(event.event_name for event, each in OCCASIONS.items() if each.critical)
"""Names of events that a reader hears of whatever they muted."""
KIND_OF: Mapping[str, Kind] = {
    **dict.fromkeys(CAMPAIGNS.values(), Kind.TOLD),
    **{event.event_name: each.kind for event, each in OCCASIONS.items()},
}
"""By the name of the event."""


def asks_officers(event: Event) -> bool:
    """Whether officers are among its audience."""
    return OFFICERS in OCCASIONS[type(event)].audience(event)


def readers_of(event: Event, officers: Sequence[str] = ()) -> list[str]:
    """Whom this event is written to, unless a weightier one of the same moment is."""
    audience = [one for one in OCCASIONS[type(event)].audience(event) if one is not None]
    readers = [officers if one == OFFICERS else (one,) for one in audience]
    return list(dict.fromkeys(one for some in readers for one in some))


def drafts_about(event: Event, officers: Sequence[str] = ()) -> list[Draft]:
    """One for each reader; none where nobody is to hear of it. officers: if it asks them"""
    occasion, weight = OCCASIONS[type(event)], WEIGHTS[event.event_name]
    return [
        Draft(
            employee_id=reader,
            about=event.event_name,
            subject_id=event.subject,
            template=occasion.template,
            template_version=occasion.version,
            data=occasion.facts(event, reader),
            matters=tuple(occasion.true_of(event, reader)),
            once_key=once_key(event, occasion, reader),
            weight=weight,
            rests=timedelta(0) if weight in (None, _WHOLE) else RESTS,
        )
        for reader in readers_of(event, officers)
    ]


def once_key(event: Event, occasion: Occasion, reader: str) -> str:
    """What is told to a reader under one key is told once."""
    if occasion.moment is None:
        matter = occasion.matter(event)
        return f"{matter}|{event.event_name}|{reader}|{occasion.once_per(event)}"
    instant = event.occurred_at.astimezone(UTC).isoformat()
    return f"{occasion.moment(event)}|{reader}|{instant}"
