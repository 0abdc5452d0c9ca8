"""Facts about enrolments and completions, published by the enrolment service."""

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from shared.events.event import Event, Id, Instant, Text

EXCHANGE = "enrolment.events"

Hours = Annotated[float, Meta(ge=0)]
Points = Annotated[float, Meta(ge=0, le=100)]


@dataclass(frozen=True, kw_only=True)
class _AboutOffering:
    offering_id: Id
    programme_id: Id
    title: Text
    starts_at: Instant
    ends_at: Instant
    venue: Text | None


@dataclass(frozen=True, kw_only=True)
class OfferingScheduled(
    _AboutOffering, Event, name="offering.scheduled", exchange=EXCHANGE, subject="offering_id"
):
    """A programme will be (or was) given at these times."""


@dataclass(frozen=True, kw_only=True)
class _AboutEnrolment:
    enrolment_id: Id
    employee_id: Id
    offering_id: Id
    programme_id: Id
    title: Text


@dataclass(frozen=True, kw_only=True)
class EnrolmentRequested(
    _AboutEnrolment, Event, name="enrolment.requested", exchange=EXCHANGE, subject="enrolment_id"
):
    """Somebody asks for a seat; the approver (null: a training officer) is to decide."""

    approver_id: Id | None


@dataclass(frozen=True, kw_only=True)
class EnrolmentApproved(
    _AboutEnrolment, Event, name="enrolment.approved", exchange=EXCHANGE, subject="enrolment_id"
):
    """The request was granted; the seat is a fact of its own (`enrolment.enrolled`)."""


@dataclass(frozen=True, kw_only=True)
class EnrolmentRejected(
    _AboutEnrolment, Event, name="enrolment.rejected", exchange=EXCHANGE, subject="enrolment_id"
):
    """The request was refused."""

    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class EnrolmentEnrolled(
    _AboutEnrolment, Event, name="enrolment.enrolled", exchange=EXCHANGE, subject="enrolment_id"
):
    """The learner has a seat."""


@dataclass(frozen=True, kw_only=True)
class EnrolmentCancelled(
    _AboutEnrolment, Event, name="enrolment.cancelled", exchange=EXCHANGE, subject="enrolment_id"
):
    """The request or the seat was given up."""

    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate as it was issued. Immutable."""

    certificate_id: Id
    code: Text
    expires_at: Instant | None


@dataclass(frozen=True, kw_only=True)
class TrainingCompleted(
    Event, name="training.completed", exchange=EXCHANGE, subject="enrolment_id"
):
    """A learner met the completion rule.

    learning_hours   JP (45 minutes each) credited
    score            points, 0 to 100, or null where the programme has no test
    """

    enrolment_id: Id
    employee_id: Id
    unit_id: Id
    supervisor_id: Id | None
    programme_id: Id
    programme_kind: Literal["training", "degree"]
    title: Text
    offering_id: Id
    competencies: list[Text]
    learning_hours: Hours
    completed_at: Instant
    score: Points | None
    certificate: Certificate


@dataclass(frozen=True, kw_only=True)
class TrainingNotCompleted(
    Event, name="training.not_completed", exchange=EXCHANGE, subject="enrolment_id"
):
    """A learner had a seat but did not meet the completion rule."""

    enrolment_id: Id
    employee_id: Id
    programme_id: Id
    title: Text
    offering_id: Id
    reason: Literal["no_show", "attendance", "failed", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class TrainingCompletionReversed(
    Event, name="training.completion_reversed", exchange=EXCHANGE, subject="enrolment_id"
):
    """A completion was recorded in error: hours and certificate are undone."""

    enrolment_id: Id
    employee_id: Id
    programme_id: Id
    title: Text
    reason: Text
