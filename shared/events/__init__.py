"""Published facts, one file per publisher. Immutable; fields are only ever added."""

from shared.events import enrolment, evaluation, hr, notification, study
from shared.events.event import Event, event_type, event_types

__all__ = [
    "Event",
    "enrolment",
    "evaluation",
    "event_type",
    "event_types",
    "hr",
    "notification",
    "study",
]
