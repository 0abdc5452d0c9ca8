"""Whether a figure of a service can be true."""

from datetime import date

from shared.errors import ValidationError
from shared.events.hr import ServiceMeasured
from shared.service_figures import what_is_wrong


def check(told: ServiceMeasured, today: date) -> None:
    """Raise ValidationError over a figure that cannot be. today: in the unit's zone."""
    wrong = what_is_wrong(vars(told), today)
    if wrong:
        field, reason = wrong
        raise ValidationError(f"the measure cannot be: {field} {reason}", {field: [reason]})
