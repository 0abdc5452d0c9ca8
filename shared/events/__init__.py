"""Published facts, one file per publisher. Immutable; fields are only ever added."""

from shared.events import (
    certificate,
    coverage,
    enrolment,
    evaluation,
    hours,
    hr,
    notification,
    study,
)
from shared.events.event import Event, event_type, event_types

__all__ = [
    "Event",
    "certificate",
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
