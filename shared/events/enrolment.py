"""Facts about enrolments and completions, published by the enrolment service."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta

from shared.events.event import Event, Id, Instant, Text

EXCHANGE = "enrolment.events"

Hours = Annotated[float, Meta(ge=0)]
Points = Annotated[float, Meta(ge=0, le=100)]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One stretch of an offering.

    starts_at   of this meeting
    ends_at   of this meeting
    venue   where; null: where the offering is
    """

    starts_at: Instant
    ends_at: Instant
    venue: Text | None = None


@dataclass(frozen=True, kw_only=True)
class _AboutOffering:
    """offering_id   of the delivery, which has a time and a place
    programme_id   what is taught
    title   of the programme, as people read it
    starts_at   of the first meeting
    ends_at   of the last meeting
    venue   where; null where nobody has said
    """

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
    """A programme will be (or was) given at these times.

    competencies   what the programme teaches
    meetings   in their order
    """

    competencies: list[Text] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OfferingChanged(
    _AboutOffering, Event, name="offering.changed", exchange=EXCHANGE, subject="offering_id"
):
    """An announced offering has other times, another place or other seats.

    employee_ids   who has a seat or waits for one
    meetings   in their order
    changed   what is different now, as meetings, venue, capacity; empty where nobody has said
    """

    employee_ids: list[Id]
    meetings: list[Meeting] = field(default_factory=list)
    changed: list[Text] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OfferingCancelled(
    _AboutOffering, Event, name="offering.cancelled", exchange=EXCHANGE, subject="offering_id"
):
    """An announced offering will not take place.

    employee_ids   who had a seat or waited for one
    reason   in the words of whoever cancelled it
    meetings   in their order
    """

    employee_ids: list[Id]
    reason: Text | None = None
    meetings: list[Meeting] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class _AboutEnrolment:
    """enrolment_id   of one learner's way through one offering
    employee_id   the learner
    offering_id   which delivery
    programme_id   what is taught
    title   of the programme, as people read it
    """

    enrolment_id: Id
    employee_id: Id
    offering_id: Id
    programme_id: Id
    title: Text


@dataclass(frozen=True, kw_only=True)
class EnrolmentRequested(
    _AboutEnrolment, Event, name="enrolment.requested", exchange=EXCHANGE, subject="enrolment_id"
):
    """Somebody asks for a seat.

    approver_id   who is to decide; null: any training officer
    """

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
    """The request was refused.

    reason   in the decider's words; null where none were given
    """

    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class EnrolmentEnrolled(
    _AboutEnrolment, Event, name="enrolment.enrolled", exchange=EXCHANGE, subject="enrolment_id"
):
    """The learner has a seat.

    programme_kind   a training, or a degree of formal education; left out: nobody has said
    learning_hours   JP (45 minutes each) of the programme; likewise
    """

    programme_kind: Literal["training", "degree"] | None = None
    learning_hours: Hours | None = None


@dataclass(frozen=True, kw_only=True)
class EnrolmentWaitlisted(
    _AboutEnrolment, Event, name="enrolment.waitlisted", exchange=EXCHANGE, subject="enrolment_id"
):
    """The request was granted, and waits in the queue for a seat.

    reason   why there is no seat yet; null: all are taken
    """

    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class EnrolmentDeclined(
    _AboutEnrolment, Event, name="enrolment.declined", exchange=EXCHANGE, subject="enrolment_id"
):
    """Somebody who was nominated would rather not.

    reason   experienced, workload, family, topic or other
    nominated_by   who had chosen this person
    """

    reason: Text | None
    nominated_by: Id | None = None


@dataclass(frozen=True, kw_only=True)
class EnrolmentExpired(
    _AboutEnrolment, Event, name="enrolment.expired", exchange=EXCHANGE, subject="enrolment_id"
):
    """Nobody decided in time, or no seat became free in time.

    reason   which of the two, in words
    """

    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class EnrolmentCancelled(
    _AboutEnrolment, Event, name="enrolment.cancelled", exchange=EXCHANGE, subject="enrolment_id"
):
    """The request or the seat was given up.

    reason   in the words of whoever gave it up; null where there are none
    """

    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate as it was issued. Immutable.

    certificate_id   of this certificate; a later completion gets one of its own
    code   what anybody can verify it with
    expires_at   until when it is valid; null: for ever
    """

    certificate_id: Id
    code: Text
    expires_at: Instant | None


@dataclass(frozen=True, kw_only=True)
class TrainingCompleted(
    Event, name="training.completed", exchange=EXCHANGE, subject="enrolment_id"
):
    """A learner met the completion rule.

    enrolment_id   of one learner's way through one offering
    employee_id   the learner
    unit_id   where the learner worked when it was recorded
    supervisor_id   who led the learner then; null: nobody that HR knows of
    programme_id   what was taught
    programme_kind   a training, or a degree of formal education
    title   of the programme, as people read it
    offering_id   which delivery
    competencies   what the programme teaches
    learning_hours   JP (45 minutes each) credited
    completed_at   when it was reached, which may be long before it was recorded
    score   points, 0 to 100; null where there was no test
    certificate   what the learner was given
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
    """A learner had a seat but did not meet the completion rule.

    enrolment_id   of one learner's way through one offering
    employee_id   the learner
    programme_id   what was taught
    title   of the programme, as people read it
    offering_id   which delivery
    reason   did not come, came too little, failed, or left
    """

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
    """A completion was recorded in error: hours and certificate are undone.

    enrolment_id   whose completion it was
    employee_id   the learner
    programme_id   what was taught
    title   of the programme, as people read it
    reason   in the words of whoever reversed it
    """

    enrolment_id: Id
    employee_id: Id
    programme_id: Id
    title: Text
    reason: Text
