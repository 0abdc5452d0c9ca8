"""The table of contents: every page, and who may see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from starlette.responses import Response

from services.portal.limiting import GUESSES, PAGES, Allowance
from services.portal.pages import (
    budgets,
    calendar,
    campaigns,
    catalogue,
    certificates,
    class_records,
    complaints,
    coverage,
    effects,
    elsewhere,
    enrolments,
    evaluations,
    home,
    imports,
    inbox,
    learning,
    links,
    needs,
    nominations,
    offerings,
    officer,
    operator,
    preferences,
    results,
    sheets,
    sign_in,
    studies,
    tasks,
    unsubscribing,
    webhooks,
)
from services.portal.visit import Visit
from shared.file_imports.uploads import MOST_BYTES

Answering = Callable[[Visit], Awaitable[Response]]


class Audience(Enum):
    """Who may see a page; whose record it shows, the page itself looks at."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    OFFICER = "officer"
    OPERATOR = "operator"


@dataclass(frozen=True, kw_only=True)
class Page:
    """show: GET; act: POST.

    signed       its address itself says who may act: mail programs post to it without our form
    file_bytes   of the file that its form may carry; 0: none
    """

    path: str
    show: Answering | None = None
    act: Answering | None = None
    audience: Audience = Audience.SIGNED_IN
    allowance: Allowance = PAGES
    signed: bool = False
    file_bytes: int = 0


_ANYONE = Audience.ANYONE
_OFFICER = Audience.OFFICER
_OPERATOR = Audience.OPERATOR

ROUTES = (
    Page(path="/", show=home.show, audience=_ANYONE),
    Page(path="/language/{language}", show=home.choose_language, audience=_ANYONE),
    Page(
        path="/sign-in",
        show=sign_in.show,
        act=sign_in.choose,
        audience=_ANYONE,
        allowance=GUESSES,
    ),
    Page(path="/sign-in/provider", show=sign_in.leave, audience=_ANYONE, allowance=GUESSES),
    Page(path="/sign-in/return", show=sign_in.come_back, audience=_ANYONE, allowance=GUESSES),
    Page(path="/links/{token}", show=links.follow, audience=_ANYONE, allowance=GUESSES),
    Page(
        path="/unsubscribe/{token}",
        show=unsubscribing.ask,
        act=unsubscribing.act,
        audience=_ANYONE,
        allowance=GUESSES,
        signed=True,
    ),
    Page(path="/calendar/{token}", show=calendar.fetch, audience=_ANYONE, allowance=GUESSES),
    Page(path="/sign-out", act=sign_in.sign_out, audience=_ANYONE),
    Page(path="/certificates", show=certificates.ask, audience=_ANYONE, allowance=GUESSES),
    Page(path="/certificates/{code}", show=certificates.check, audience=_ANYONE, allowance=GUESSES),
    Page(path="/tasks", show=tasks.show),
    Page(path="/tasks/requests/{enrolment_id}", show=enrolments.show, act=enrolments.act),
    Page(path="/tasks/sheets/{offering_id}", show=sheets.show, act=sheets.submit),
    Page(path="/enrolments/{enrolment_id}", show=enrolments.show, act=enrolments.act),
    Page(path="/forms/{evaluation_id}", show=evaluations.show, act=evaluations.submit),
    Page(path="/study", show=studies.show_own),
    Page(path="/study/{study_id}", show=studies.show, act=studies.submit_report),
    Page(path="/learning", show=learning.show),
    Page(path="/learning/seats/{enrolment_id}", show=enrolments.show, act=enrolments.act),
    Page(path="/learning/seats/{enrolment_id}/certificate", show=certificates.download),
    Page(path="/learning/elsewhere", show=elsewhere.show, act=elsewhere.hand_in),
    Page(path="/learning/inbox", show=inbox.show, act=inbox.mark_read),
    Page(path="/preferences", show=preferences.show, act=preferences.save),
    Page(path="/preferences/calendar", act=preferences.change_calendar),
    Page(path="/preferences/chat", act=preferences.change_chat),
    Page(path="/officer", show=officer.show, act=officer.decide_learning, audience=_OFFICER),
    Page(path="/offerings", show=offerings.show_all),
    Page(path="/offerings/new", show=offerings.new, act=offerings.schedule, audience=_OFFICER),
    Page(path="/offerings/{offering_id}", show=offerings.show, act=offerings.ask_for_seat),
    Page(
        path="/offerings/{offering_id}/class",
        show=class_records.show,
        act=class_records.save,
        audience=_OFFICER,
    ),
    Page(
        path="/offerings/{offering_id}/nominate",
        show=nominations.show,
        act=nominations.nominate,
        audience=_OFFICER,
    ),
    Page(
        path="/offerings/{offering_id}/cancel",
        show=offerings.confirm_cancelling,
        act=offerings.cancel,
        audience=_OFFICER,
    ),
    Page(path="/programmes", show=catalogue.show, audience=_OFFICER),
    Page(path="/programmes/new", show=catalogue.new, act=catalogue.save, audience=_OFFICER),
    Page(
        path="/programmes/{programme_id}/results",
        show=results.show,
        act=results.show_answers,
        audience=_OFFICER,
    ),
    Page(
        path="/programmes/{programme_id}/report",
        show=results.show_report,
        audience=_OFFICER,
    ),
    Page(path="/needs", show=needs.show, act=needs.rank, audience=_OFFICER),
    Page(path="/needs/complaints", show=needs.show_complaints, audience=_OFFICER),
    Page(path="/complaints", show=complaints.show, act=complaints.sort, audience=_OFFICER),
    Page(path="/webhooks", show=webhooks.show, act=webhooks.act, audience=_OFFICER),
    Page(
        path="/imports",
        show=imports.show,
        act=imports.act,
        audience=_OFFICER,
        file_bytes=MOST_BYTES,
    ),
    Page(path="/effects", show=effects.show_all, audience=_OFFICER),
    Page(path="/effects/{effect_id}", show=effects.show, act=effects.look, audience=_OFFICER),
    Page(path="/campaigns", show=campaigns.show_all, act=campaigns.draft, audience=_OFFICER),
    Page(
        path="/campaigns/{campaign_id}",
        show=campaigns.show,
        act=campaigns.decide,
        audience=_OFFICER,
    ),
    Page(path="/coverage", show=coverage.show),
    Page(path="/budgets", show=budgets.show, act=budgets.save, audience=_OFFICER),
    Page(path="/operator", show=operator.show, act=operator.act, audience=_OPERATOR),
    Page(
        path="/operator/{service}/{parked_id}",
        show=operator.show_one,
        act=operator.act_on_one,
        audience=_OPERATOR,
    ),
)
