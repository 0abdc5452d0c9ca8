"""Published facts, one file per publisher. Immutable; fields are only ever added."""

from shared.events import coverage, enrolment, evaluation, hours, hr, notification, study
from shared.events.event import Event, event_type, event_types

__all__ = [
    "Event",
    "coverage",
    "enrolment",
    "evaluation",
    "event_type",
    "event_types",
    "hours",
    "hr",
    "notification",
    "study",
]
