"""What the rules say, in the reader's language. They travel in English words.

What is not recognised is shown as it came: better a rule in English than none.
"""

import re
from collections.abc import Callable

from services.portal.words.local_forms import LocalForms
from services.portal.words.marking import marked
from services.portal.words.rules_of_files import RULES_OF_FILES
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
        r"only the approver \(.*\), a delegate, the next one up or a training officer may decide, "
        r"and nobody on their own request",
        marked("Only the approver, a delegate, the next one up or a training officer may decide."),
    ),
    (
        r"the last meeting ends at (?P<when>\S+)",
        marked("The last meeting has not ended yet: %(when)s."),
    ),
    (
        r"\S+ cannot be in two places: the seat in '(?P<title>.+)' \(offering .*",
        marked("Has a seat in “%(title)s” at the same time."),
    ),
    (
        r"the budget '(?P<title>.+)' has (?P<left>Rp -?[\d,]+) left and (?P<cost>Rp [\d,]+) are "
        r"needed: .*",
        marked("The budget “%(title)s” has %(left)s left, and %(cost)s are needed."),
    ),
    (r"\S+ is no longer in service", marked("This person is no longer in service.")),
    (
        r"\S+ asked for this seat and was not nominated: cancel the enrolment instead",
        marked("You asked for this seat yourself: give it up instead of declining."),
    ),
    (
        r"nobody could ever begin: .*",
        marked("These programmes require each other: nobody could ever begin one of them."),
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
    (
        r"\S+ was retried before; .*",
        marked("It was tried again before, and will be as soon as that is possible."),
    ),
    (r"\S+ was discarded before", marked("It was discarded before.")),
    (
        r"\S+ is an event that was discarded; later ones have overtaken it",
        marked("This event was discarded, and later ones have overtaken it."),
    ),
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
    (r"must be an Apprise URL of one of these services: .*", marked("This is no chat address.")),
    (
        r"must start with (?P<scheme>\S+) and name a host",
        marked("The address must begin with %(scheme)s and name a host."),
    ),
    (
        r"must hold no user and no password: .*",
        marked("The address must hold no user and no password."),
    ),
    (r"there is no unit '(?P<unit>.+)'", marked("There is no unit “%(unit)s”: choose one.")),
    (r"there is no complaint '.+'", marked("This complaint is not there any more.")),
    (
        r"the complaint was given to the unit (?P<unit>.+) meanwhile",
        marked("A colleague has given it to the unit %(unit)s meanwhile."),
    ),
    (
        r"the complaint was set aside meanwhile",
        marked("A colleague has set it aside meanwhile."),
    ),
    *RULES_OF_FILES,
]


_TOO_FEW = re.compile(r"(?P<unit>.+?) would have too few on duty: (?P<rest>.*)", re.DOTALL)
_DAY_SHORT = re.compile(r"(\d{4}-\d\d-\d\d) (\d+) of at least (\d+)")
_OTHER_DATES = re.compile(r"other dates would work \((.*?)\)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def rules_in(gettext: Callable[[str], str], forms: LocalForms) -> Callable[[str | None], str]:
    """A filter for pages: a rule in the language of these translations."""

    def in_words(reason: str | None) -> str:
        if not reason:
            return ""
        if match := _TOO_FEW.fullmatch(reason):
            return _too_few(match["unit"], match["rest"], gettext, forms)
        for pattern, text in _KNOWN:
            if match := re.fullmatch(pattern, reason, re.DOTALL):
                values = {key: value or "" for key, value in match.groupdict().items()}
                if values.get("status") in TERMS:
                    values["status"] = gettext(TERMS[values["status"]])
                if "when" in values:
                    values["when"] = forms.moment(values["when"])
                return gettext(text) % values
        return gettext(TERMS.get(reason, reason))

    return in_words


def _too_few(unit: str, rest: str, gettext: Callable[[str], str], forms: LocalForms) -> str:
    """Each day with its numbers, and what would help instead."""
    days = [
        gettext(marked("%(day)s: %(left)s of at least %(least)s"))
        % {"day": forms.short_day(day), "left": left, "least": least}
        for day, left, least in _DAY_SHORT.findall(rest)
    ]
    said = gettext(marked("%(unit)s would have too few people on duty (%(days)s)."))
    sentences = [said % {"unit": unit, "days": "; ".join(days)}]
    if others := _OTHER_DATES.search(rest):
        fitting = ", ".join(forms.short_day(day) for day in _DAY.findall(others[1]))
        sentences.append(gettext(marked("Other days would work: %(days)s.")) % {"days": fitting})
    sentences.append(gettext(marked("A training officer can set the rule aside with a reason.")))
    return " ".join(sentences)
