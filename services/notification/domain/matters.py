"""What a message is true of, and what settles that: before sending, it is looked at again.

A matter is a name such as `evaluation EV1`. Whatever settles one does so for ever; so it does not
matter in which order the events come.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.notification.domain.message import Message
from shared.events import Event
from shared.events import certificate as ce
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import study as st
from shared.events.hours import HoursEnough

Matters = Callable[[Any], list[str]]


@dataclass(frozen=True)
class Settling:
    """What an event settles, and why nobody is told of it any more."""

    matters: Matters
    reason: str


def the_request(event: Any) -> list[str]:
    return [f"request {event.enrolment_id}"]


def the_seat(event: Any) -> list[str]:
    return [f"seat {event.enrolment_id}", *the_offering(event)]


def the_wait(event: Any) -> list[str]:
    return [f"wait {event.enrolment_id}", *the_seat(event)]


def the_offering(event: Any) -> list[str]:
    return [f"offering {event.offering_id}"]


def the_evaluation(event: Any) -> list[str]:
    return [f"evaluation {event.evaluation_id}"]


def the_certificate(event: Any) -> list[str]:
    return [f"certificate {event.certificate_id}"]


def the_report(event: Any) -> list[str]:
    return [f"report {event.study_id} {event.semester}"]


def the_hours(event: Any) -> list[str]:
    return [f"hours {event.notice_id}"]


def _enrolment(event: Any) -> list[str]:
    return [*the_request(event), f"seat {event.enrolment_id}"]


def _request_and_wait(event: Any) -> list[str]:
    return [*the_request(event), f"wait {event.enrolment_id}"]


SETTLED_BY: Mapping[type[Event], Settling] = {
    en.EnrolmentApproved: Settling(the_request, "the request was approved"),
    en.EnrolmentWaitlisted: Settling(the_request, "the request was approved"),
    en.EnrolmentEnrolled: Settling(_request_and_wait, "the learner has a seat"),
    en.EnrolmentRejected: Settling(_enrolment, "the request was rejected"),
    en.EnrolmentDeclined: Settling(_enrolment, "the nomination was declined"),
    en.EnrolmentCancelled: Settling(_enrolment, "the enrolment was cancelled"),
    en.EnrolmentExpired: Settling(_enrolment, "the request expired"),
    en.OfferingCancelled: Settling(the_offering, "the offering was cancelled"),
    ce.CertificateRevoked: Settling(the_certificate, "the certificate was revoked"),
    ce.CertificateRenewed: Settling(
        lambda event: [f"certificate {event.renews_id}"], "the certificate was renewed"
    ),
    HoursEnough: Settling(the_hours, "the hours are not short any more"),
    st.StudyReportSubmitted: Settling(the_report, "the report was handed in"),
    ev.EvaluationSubmitted: Settling(the_evaluation, "the evaluation was answered"),
    ev.EvaluationCancelled: Settling(the_evaluation, "the evaluation was cancelled"),
}


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What of a message is still true; `message` None: nothing, and why."""

    message: Message | None
    reason: str | None = None


def settled_by(event: Event) -> dict[str, str]:
    """The matters that an event settles, with the reason."""
    settling = SETTLED_BY.get(type(event))
    return dict.fromkeys(settling.matters(event), settling.reason) if settling else {}


def still_true(message: Message, settled: Mapping[str, str]) -> Truth:
    """A message as it is true now. settled: reasons by matter.

    Of several evaluations those are left that are still to be answered.
    """
    reasons = [settled[one] for one in message.matters if one in settled]
    if not reasons:
        return Truth(message=message)
    left = [one for one in message.data.get("items", []) if _is_open(one, settled)]
    if left:
        return Truth(message=replace(message, data={**message.data, "items": left}))
    return Truth(message=None, reason=reasons[-1])


def _is_open(item: Mapping[str, Any], settled: Mapping[str, str]) -> bool:
    return f"evaluation {item['evaluation_id']}" not in settled


def of_the_items(items: Sequence[ev.ScheduledItem]) -> list[str]:
    """One matter for each evaluation."""
    return [f"evaluation {item.evaluation_id}" for item in items]
