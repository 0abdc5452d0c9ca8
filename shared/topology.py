"""The map of the system: who publishes where, and who listens to what.

Every process declares the whole map, so that a service which was installed but has never
been started misses nothing. A test holds the map against the `@subscribe` methods.
"""

from shared.events import enrolment, evaluation, hr, notification

EXCHANGES = (
    enrolment.EXCHANGE,
    evaluation.EXCHANGE,
    notification.EXCHANGE,
    hr.EXCHANGE,
    hr.FEEDBACK_EXCHANGE,
)

DEAD_LETTERS = "lontar.dead"
"""The last net: where the broker puts what killed its consumer again and again."""

LISTENS: dict[str, tuple[str, ...]] = {
    "enrolment": (
        "employee.changed",
        "unit.changed",
        "leave.changed",
        "performance.rated",
        "needs.ranked",
    ),
    "evaluation": (
        "employee.changed",
        "unit.changed",
        "offering.scheduled",
        "offering.changed",
        "offering.cancelled",
        "enrolment.enrolled",
        "enrolment.cancelled",
        "enrolment.declined",
        "complaint.received",
        "service.measured",
        "training.completed",
        "training.completion_reversed",
    ),
    "notification": (
        "employee.changed",
        "unit.changed",
        "offering.scheduled",
        "offering.changed",
        "offering.cancelled",
        "enrolment.requested",
        "enrolment.approved",
        "enrolment.rejected",
        "enrolment.waitlisted",
        "enrolment.expired",
        "enrolment.enrolled",
        "enrolment.cancelled",
        "enrolment.declined",
        "training.completed",
        "training.not_completed",
        "training.completion_reversed",
        "coverage.short",
        "certificate.renewed",
        "certificate.revoked",
        "certificate.expiring",
        "hours.short",
        "hours.enough",
        "study.selected",
        "study.rejected",
        "study.decreed",
        "study.started",
        "study.report_due",
        "study.report_overdue",
        "study.report_submitted",
        "study.extended",
        "study.returned",
        "study.ended",
        "study.bond_ended",
        "evaluation.scheduled",
        "evaluation.opened",
        "evaluation.due_soon",
        "evaluation.overdue",
        "evaluation.submitted",
        "evaluation.cancelled",
        "effect.measured",
        "programme.reviewed",
        "message.parked",
    ),
}

CATCH_ALL = {"enrolment": hr.EXCHANGE}
"""Who receives everything of an exchange: so HR hears of an event name that nobody knows."""


def queue_of(service: str, exchange: str) -> str:
    """The one durable queue of a listening service and an exchange."""
    return f"{service}.{exchange}.v1"


def dead_queue_of(service: str) -> str:
    """Where the dead letters of a service's queues wait for its consumer."""
    return f"{service}.dead.v1"
