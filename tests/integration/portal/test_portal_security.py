"""Who may see what: every page for every role, and nothing with an altered key."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.portal.routes import ROUTES, Audience, Page
from shared.links import Links
from tests.integration.portal.house import House, Visitor
from tests.integration.portal.test_portal_evidence import a_campaign, a_programme_that_is_known
from tests.integration.portal.town import BOSS, GONE, LEARNER, OFFICER, OPERATOR, OTHER_BOSS

STRANGER = "P16"


@pytest.fixture(scope="module")
def places(house: House) -> dict[str, str]:
    """Records of LEARNER, for the addresses of pages."""
    seats = house.completed(LEARNER)
    code = house.call("enrolment", "get_certificate", enrolment_id=seats[LEARNER])["code"]
    programme_id = house.a_programme(kind="degree", title="S-2 Kebijakan", learning_hours=0)
    degree = house.an_offering(programme_id=programme_id, days=2)
    study = house.call(
        "enrolment",
        "apply_for_study",
        offering_id=degree,
        employee_id=LEARNER,
        funding="self",
        applied_by=OFFICER,
        override_reason="Uji coba",
    )
    return {
        "enrolment_id": seats[LEARNER],
        "evaluation_id": house.form_of(LEARNER, seats[LEARNER]),
        "offering_id": house.call("enrolment", "get_enrolment", enrolment_id=seats[LEARNER])[
            "offering_id"
        ],
        "study_id": study["study_id"],
        "code": code,
        "programme_id": house.call("enrolment", "get_enrolment", enrolment_id=seats[LEARNER])[
            "programme_id"
        ],
        "effect_id": _a_study_of(house),
        "campaign_id": a_campaign(house, a_programme_that_is_known(house)),
        "service": "enrolment",
        "parked_id": house.set_aside(),
        "token": "altered",
        "language": "en",
    }


OWN = {
    "/tasks/requests/{enrolment_id}": {LEARNER, OFFICER},
    "/enrolments/{enrolment_id}": {LEARNER, OFFICER},
    "/learning/seats/{enrolment_id}": {LEARNER, OFFICER},
    "/learning/seats/{enrolment_id}/certificate": {LEARNER, OFFICER},
    "/forms/{evaluation_id}": {LEARNER},
    "/study/{study_id}": {LEARNER, OFFICER},
    "/coverage": {BOSS, OTHER_BOSS, OFFICER},
}
"""Whose record it is, or who has the role that the page itself looks for."""

SHEET = "/tasks/sheets/{offering_id}"
"""Asked of the learner's supervisor; for anybody else there is none."""

ROLES = (None, STRANGER, LEARNER, OTHER_BOSS, BOSS, OFFICER, OPERATOR)


def _expected(page: Page, who: str | None) -> set[int]:
    if page.path in ("/links/{token}", "/unsubscribe/{token}"):
        return {403}
    if page.path.startswith(("/sign-in/", "/calendar/")):
        return {404}
    if page.audience is Audience.ANYONE:
        return {200, 303}
    if who is None:
        return {303}
    if page.path == "/needs/complaints":  # of which need, the address does not say here
        return {404} if who == OFFICER else {403}
    if page.audience is Audience.OFFICER:
        return {200} if who == OFFICER else {403}
    if page.audience is Audience.OPERATOR:
        return {200} if who == OPERATOR else {403}
    if page.path == SHEET:
        return {200} if who == BOSS else {404}
    allowed = OWN.get(page.path)
    return {200, 303} if allowed is None or who in allowed else {403}


@pytest.mark.parametrize("who", ROLES)
def test_every_page_is_shown_to_those_it_is_for_and_to_nobody_else(
    house: House, places: dict[str, str], who: str | None
) -> None:
    visitor = house.visitor(who)
    surprises = {}
    for page in ROUTES:
        if page.show is None:
            continue
        answer = visitor.client.get(page.path.format(**places), follow_redirects=False)
        if answer.status_code not in _expected(page, who):
            surprises[page.path] = answer.status_code

    assert surprises == {}


@pytest.mark.parametrize("who", ROLES)
def test_nothing_is_done_without_a_form_that_we_made_for_this_visitor(
    house: House, places: dict[str, str], who: str | None
) -> None:
    visitor = house.visitor(who)
    foreign = house.visitor(OTHER_BOSS if who != OTHER_BOSS else BOSS).hidden("/preferences")
    for page in ROUTES:
        if page.act is None:
            continue
        for fields in ({}, foreign):
            answer = visitor.client.post(
                page.path.format(**places), data={"action": "approve"} | fields
            )
            assert answer.status_code == 403, page.path


def test_a_role_that_is_too_low_can_do_nothing_even_with_a_good_form(
    house: House, places: dict[str, str]
) -> None:
    stranger = house.visitor(STRANGER)
    for page in ROUTES:
        mine = page.audience is Audience.SIGNED_IN and page.path not in OWN
        if page.act is None or page.audience is Audience.ANYONE or mine:
            continue
        answer = stranger.post(page.path.format(**places), action="cancel", decision="confirm")
        assert answer.status_code == 403, page.path


def test_a_form_sent_from_elsewhere_is_refused(house: House) -> None:
    learner = house.visitor(LEARNER)
    fields = learner.hidden("/preferences") | {"language": "en"}

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = learner.client.post("/preferences", data=fields, headers=headers)
        assert answer.status_code == 403
        assert "What you typed is not lost" not in answer.text


def test_a_form_from_before_signing_in_anew_is_sent_again_with_one_button(house: House) -> None:
    learner = house.visitor(LEARNER)
    old = {"csrf": "x", "language": "en", "quiet_from": "22:15"}

    answer = learner.client.post("/preferences", data=old, headers={"Origin": house.url})

    assert answer.status_code == 403
    assert "What you typed is not lost" in answer.text
    assert 'name="quiet_from" value="22:15"' in answer.text


def test_nobody_decides_their_own_request(house: House) -> None:
    enrolment_id = house.requested(LEARNER)

    answer = house.visitor(LEARNER).post(f"/learning/seats/{enrolment_id}", action="approve")

    assert answer.status_code == 409
    assert "Only the approver" in answer.text


def test_a_cookie_that_was_altered_signs_nobody_in(house: House) -> None:
    visitor = house.visitor(OFFICER)
    genuine = visitor.client.cookies["lontar"]
    body, rest = genuine.split(".", 1)
    other = "A" if genuine[-9] != "A" else "B"
    for forged in (f"{genuine[:-9]}{other}{genuine[-8:]}", f"{body}x.{rest}", "x"):
        answer = httpx.get(f"{house.url}/officer", cookies={"lontar": forged})
        assert answer.status_code == 303


def test_who_left_the_service_is_not_let_in(house: House) -> None:
    somebody = house.visitor()

    answer = somebody.post("/sign-in", employee_id=GONE, next="/")

    assert answer.status_code == 404
    assert "lontar" not in somebody.client.cookies


def test_answers_forbid_what_is_foreign_and_cookies_are_out_of_reach(house: House) -> None:
    visitor = Visitor(house.url)
    visitor.sign_in("P15")
    answer = visitor.client.get("/tasks")

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    cookie = next(one for one in visitor.client.cookies.jar if one.name == "lontar")
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "lax"


def test_a_trial_is_reached_by_no_other_name(house: House) -> None:
    answer = httpx.get(f"{house.url}/sign-in", headers={"Host": "evil.example"})

    assert answer.status_code == 400


def test_a_link_in_a_message_opens_its_page_and_no_other(
    house: House, places: dict[str, str]
) -> None:
    path = f"/forms/{places['evaluation_id']}"
    visitor = house.visitor()

    opened = visitor.get(f"/links/{_link(house, path)}")

    assert opened.url.path == path
    assert "Send the answers" in opened.text
    for elsewhere in ("/learning", "/tasks", "/officer"):
        assert visitor.get(elsewhere).url.path == "/sign-in"
    good = {"answer.useful": "5", "answer.trainer": "4", "answer.organisation": "5"}
    answered = visitor.post(path, **good)
    assert (answered.url.path, answered.status_code) == (path, 200)


def test_links_of_a_page_lead_to_pages_and_name_nobody(house: House) -> None:
    for who, pages in {
        OFFICER: ("/officer", "/offerings", "/programmes"),
        BOSS: ("/tasks",),
    }.items():
        visitor = house.visitor(who)
        for page in pages:
            links = set(re.findall(r'href="(/[^"#]+)"', visitor.get(page).text))
            assert not [one for one in links if re.search(r"Maria|P1\d|Lado", one)]
            pages_of_ours = [one for one in sorted(links) if not one.startswith("/language")]
            for link in pages_of_ours[:6]:
                assert visitor.get(link.replace("&amp;", "&")).status_code == 200, link


def test_logs_name_nobody_and_no_page(house: House) -> None:
    house.visitor(OFFICER).get("/officer")

    assert not re.search(r"/officer|P01|Agnes|127\.0\.0\.1", house.portal.said)


def _a_study_of(house: House) -> str:
    programme_id = house.a_programme()
    house.an_offering(programme_id=programme_id)
    study = house.call(
        "evaluation",
        "register_study",
        programme_id=programme_id,
        metric="waiting_minutes",
        before_days=30,
        after_days=30,
    )
    return str(study["study_id"])


def _link(
    house: House, path: str, purpose: str = "open", whose: str = LEARNER, days_ago: int = 0
) -> str:
    key = (house.data / "link.key").read_text().strip()
    return Links(key).sign(purpose, path, whose, datetime.now(UTC) - timedelta(days=days_ago))
