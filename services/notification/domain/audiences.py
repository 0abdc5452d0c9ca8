"""Who is told: the audiences of the table in `occasions.py`, by id; null: nobody."""

from collections.abc import Sequence
from typing import Any

from services.notification.domain import facts
from shared.events import Event, hr
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import study as st

OFFICERS = "role:officer"
"""In an audience: everybody who is a training officer, whoever that is then."""


def the_approver(event: en.EnrolmentRequested) -> Sequence[str | None]:
    return [event.approver_id or OFFICERS]


def the_learner(event: Any) -> Sequence[str | None]:
    return [event.employee_id]


def seated_and_waiting(event: en.OfferingChanged | en.OfferingCancelled) -> Sequence[str | None]:
    return list(dict.fromkeys(event.employee_ids))


def the_learner_and_who_is_to_ask(event: st.StudyReportOverdue) -> Sequence[str | None]:
    """First the learner's supervisor; then, or where there is none, the officers."""
    return list(dict.fromkeys([event.employee_id, event.escalated_to or OFFICERS]))


def the_respondent_and_who_is_to_ask(event: ev.EvaluationOverdue) -> Sequence[str | None]:
    return list(dict.fromkeys([event.respondent_id, event.escalated_to]))


def the_officers(event: Event) -> Sequence[str | None]:
    return [OFFICERS]


def the_officers_unless_it_is_an_echo(event: hr.MessageParked) -> Sequence[str | None]:
    """An alarm that was parked itself raises none: they would go round for ever."""
    return [] if event.type == hr.MessageParked.event_name else [OFFICERS]


def the_respondent(event: Any) -> Sequence[str | None]:
    return [event.respondent_id]


def respondents_of_what_is_open(event: ev.EvaluationScheduled) -> Sequence[str | None]:
    """Each once, in the order of the schedule; what opens later announces itself then."""
    return list(dict.fromkeys(item.respondent_id for item in facts.open_items(event)))
