"""Where the button of a message leads: template -> page of the portal.

A page that is about one thing is named by the data of the message; where older messages do not
have them, the button leads to the reader's own learning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class Page:
    """path    of the portal, with the names of the data that complete it
    label   what the button says; its words are in `templates/words.j2`
    opens   whether a link in a mail opens it without a password: not what is public anyway,
            nor what leads to other people's matters
    """

    path: str
    label: str
    opens: bool = True


TASKS = Page("/tasks", "tasks", opens=False)
REQUEST = Page("/tasks/requests/{enrolment_id}", "decide")
LEARNING = Page("/learning", "learning")
INBOX = Page("/learning/inbox", "inbox")
OFFERING = Page("/offerings/{offering_id}", "offering")
CERTIFICATE = Page("/certificates/{code}", "certificate", opens=False)
STUDY = Page("/study", "study")
REPORT = Page("/study", "report")
OFFICER = Page("/officer", "officer", opens=False)

PAGES: Mapping[str, Page | None] = {
    "offering_changed": OFFERING,
    "offering_cancelled": LEARNING,
    "enrolment_requested": REQUEST,
    "enrolment_rejected": LEARNING,
    "enrolment_waitlisted": OFFERING,
    "enrolment_expired": LEARNING,
    "enrolment_enrolled": OFFERING,
    "enrolment_cancelled": LEARNING,
    "enrolment_declined": LEARNING,
    "training_completed": CERTIFICATE,
    "training_not_completed": LEARNING,
    "completion_reversed": LEARNING,
    "certificate_revoked": CERTIFICATE,
    "certificate_expiring": CERTIFICATE,
    "hours_short": LEARNING,
    "study_selected": STUDY,
    "study_rejected": STUDY,
    "study_decreed": STUDY,
    "study_started": STUDY,
    "study_report_due": REPORT,
    "study_report_overdue": REPORT,
    "study_extended": STUDY,
    "study_returned": STUDY,
    "study_ended": STUDY,
    "study_bond_ended": STUDY,
    "campaign": LEARNING,
    "campaign_correction": LEARNING,
    "evaluations_open": None,
    "evaluation_opened": None,
    "evaluation_due_soon": None,
    "evaluation_overdue": None,
    "evaluation_cancelled": INBOX,
    "coverage_short": OFFICER,
    "effect_measured": OFFICER,
    "message_parked": OFFICER,
    "room_coverage_short": OFFICER,
    "room_effect_measured": OFFICER,
    "room_message_parked": OFFICER,
}
"""None: the template has a button for each evaluation."""

PAGES_OF_OTHERS: Mapping[str, Page] = {"study_report_overdue": TASKS}
"""Where the reader is not the learner, and the learner's page is not the reader's."""


def page_of(template: str, *, own: bool) -> Page | None:
    """own: whether it is about the reader's own learning."""
    return (None if own else PAGES_OF_OTHERS.get(template)) or PAGES.get(template, INBOX)


def form_of(evaluation_id: str) -> str:
    """The page on which an evaluation is answered; a message may be about several."""
    return f"/forms/{quote(evaluation_id, safe='')}"


def path_to(page: Page, data: Mapping[str, Any]) -> str:
    """A path of the portal, fit for an address whatever the data are."""
    known = {name: quote(str(value), safe="") for name, value in data.items() if value}
    try:
        return page.path.format_map(known)
    except KeyError:
        return LEARNING.path
