"""The services of this house; only what runs or operates them all needs this list."""

from services.enrolment.part import PART as ENROLMENT
from services.evaluation.part import PART as EVALUATION
from services.notification.part import PART as NOTIFICATION

PARTS = (ENROLMENT, EVALUATION, NOTIFICATION)
