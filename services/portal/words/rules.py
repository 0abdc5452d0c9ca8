"""What the rules say, in the reader's language. They travel in English words.

What is not recognised is shown as it came: better a rule in English than none.
"""

import re
from collections.abc import Callable

from services.portal.words.marking import marked
from services.portal.words.terms import TERMS

_STATUS = r"(?P<status>[a-z_]+)"
_KNOWN = [
    (r"the evaluation is already " + _STATUS, marked("This form is closed already: %(status)s.")),
    (r"the evaluation opens at (?P<when>\S+)", marked("This form opens later: %(when)s.")),
    (
        r"only its respondent may answer this evaluation",
        marked("Only the person who was asked may answer this form."),
    ),
    (
        r"the enrolment is already " + _STATUS + r": nothing is left to \w+",
        marked("Nothing is left to do here: %(status)s."),
    ),
    (
        r"\S+ is already " + _STATUS + r" in this offering \(\S+\)",
        marked("Takes part in this offering already: %(status)s."),
    ),
    (
        r"requests for this offering ended at (?P<when>\S+)",
        marked("Requests for this offering ended: %(when)s."),
    ),
    (
        r"(?P<unit>.+) would have too few on duty: (?P<days>[^;]+)(;.*)?",
        marked("%(unit)s would have too few people on duty (%(days)s)."),
    ),
    (
        r"only the approver \(.*\), a delegate, the next one up or a training officer may decide, "
        r"and nobody on their own request",
        marked("Only the approver, a delegate, the next one up or a training officer may decide."),
    ),
    (
        r"the last meeting ends at (?P<when>\S+)",
        marked("The last meeting has not ended yet: %(when)s."),
    ),
    (r"\S+ is no longer in service", marked("This person is no longer in service.")),
    (
        r"\S+ asked for this seat and was not nominated: cancel the enrolment instead",
        marked("You asked for this seat yourself: give it up instead of declining."),
    ),
    (
        r"these programmes must be completed first: .*",
        marked("Another programme must be completed first."),
    ),
    (r"the last meeting ended at (?P<when>\S+)", marked("The last meeting has ended: %(when)s.")),
    (
        r"nobody decided within (?P<number>\d+) working days",
        marked("nobody decided within %(number)s working days"),
    ),
    (r"no seat became free in time", marked("no seat became free in time")),
    (r"left the service", marked("left the service")),
    (r"must be answered", marked("Please answer this question.")),
    (r"must be a number", marked("Please give a number.")),
    (r"must be a whole number", marked("Please give a whole number.")),
    (r"must be at least (?P<number>\S+)", marked("At least %(number)s.")),
    (r"must be at most (?P<number>\S+)", marked("At most %(number)s.")),
    (r"must not be blank", marked("Please fill this in.")),
    (r"Missing data for required field\.|is required", marked("Please fill this in.")),
    (r"Field may not be null\.", marked("Please fill this in.")),
    (r"Not a valid (integer|number)\.", marked("Please give a number.")),
    (r"Not a valid date\.", marked("Please give a date.")),
    (r"must not be in the future", marked("This may not lie in the future.")),
]


def rules_in(
    gettext: Callable[[str], str], moment: Callable[[str], str]
) -> Callable[[str | None], str]:
    """A filter for pages: a rule in the language of these translations."""

    def in_words(reason: str | None) -> str:
        for pattern, text in _KNOWN:
            if reason and (match := re.fullmatch(pattern, reason, re.DOTALL)):
                values = {key: value or "" for key, value in match.groupdict().items()}
                if values.get("status") in TERMS:
                    values["status"] = gettext(TERMS[values["status"]])
                if "when" in values:
                    values["when"] = moment(values["when"])
                return gettext(text) % values
        return gettext(TERMS.get(reason, reason)) if reason else ""

    return in_words
