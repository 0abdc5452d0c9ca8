"""A citizen's complaint, as it comes in."""

from datetime import datetime, timedelta

from shared.errors import ValidationError
from shared.events.hr import ComplaintReceived

LONGEST_CATEGORY = 200
_CLOCKS_MAY_DIFFER = timedelta(hours=1)


def check(told: ComplaintReceived, now: datetime) -> None:
    """Raise ValidationError over a complaint that cannot be, or that no rule could ever map."""
    reasons: dict[str, list[str]] = {}
    if told.received_at > now + _CLOCKS_MAY_DIFFER:
        reasons["received_at"] = [f"{told.received_at.isoformat()} lies in the future"]
    if not told.category.strip():
        reasons["category"] = ["is blank: send what the channel calls it, or `other`"]
    elif len(told.category) > LONGEST_CATEGORY:
        reasons["category"] = [f"has more than {LONGEST_CATEGORY} characters"]
    if reasons:
        raise ValidationError("the complaint cannot be", reasons)
