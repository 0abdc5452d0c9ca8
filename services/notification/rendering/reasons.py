"""Reasons that the enrolment service itself gives, said in the reader's language.

They travel in words. What is not recognised was written by somebody, and is shown as it is.
"""

import re
from collections.abc import Callable

_KNOWN = {
    r"nobody decided within (?P<days>\d+) working days": (
        "nobody decided within %(days)s working days"
    ),
    r"no seat became free in time": "no seat became free in time",
    r"(?P<came>\d+) of at least (?P<needed>\d+) participants by the day of the decision": (
        "%(came)s of at least %(needed)s participants by the day of the decision"
    ),
    r"left the service": "left the service",
    r"somebody left": "somebody left",
    r"somebody was transferred": "somebody was transferred",
    r"leave or study changed": "leave or study changed",
    r"the minimum was raised": "the minimum was raised",
    r"an offering was moved": "an offering was moved",
}

TEXTS = tuple(_KNOWN.values())
"""What every catalogue must be able to say."""


def reasons_in(gettext: Callable[[str], str]) -> Callable[[str], str]:
    """A filter for templates: a reason in the language of these translations."""

    def in_words(reason: str) -> str:
        for pattern, text in _KNOWN.items():
            if match := re.fullmatch(pattern, reason):
                return gettext(text) % match.groupdict()
        return reason

    return in_words
