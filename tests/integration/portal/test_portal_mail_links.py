"""Where mails and calendars lead: links to pages, secret addresses to their owners' matters."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.routing import Route

from services.notification.domain import links
from services.portal.routes import ROUTES
from shared.links import Links
from tests.integration.portal.house import House, wait_until
from tests.integration.portal.town import GONE, LEARNER

DATA = {"enrolment_id": "e", "offering_id": "o", "code": "c", "evaluation_id": "v"}
PAGES = [page for page in (*links.PAGES.values(), *links.PAGES_OF_OTHERS.values()) if page]
PATHS = sorted({links.path_to(page, DATA) for page in PAGES} | {links.form_of("v")})


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_message_leads_to_a_page(path: str) -> None:
    routes = [Route(page.path, lambda _: None) for page in ROUTES if page.show]

    assert any(route.path_regex.fullmatch(path) for route in routes)


def test_a_calendar_is_fetched_by_its_secret_address_and_by_no_other(house: House) -> None:
    house.nominated(house.an_offering(), "P31")
    page = house.visitor("P31").get("/learning").text
    address = re.search(r"/calendar/[\w.-]+", page)[0]
    calendar = house.visitor()

    wait_until(lambda: "BEGIN:VEVENT" in calendar.get(address).text, "meeting", house.services)
    assert "text/calendar" in calendar.get(address).headers["content-type"]
    for other in (f"{address[:-2]}xx", "/calendar/x", f"/calendar/{_token(house, 'open')}"):
        assert calendar.get(other).status_code == 404


@pytest.mark.parametrize(
    ("purpose", "whose", "days_ago", "said"),
    [
        ("open", LEARNER, 31, "It is too old."),
        ("unsubscribe", LEARNER, 0, "was altered"),
        ("open", GONE, 0, "was altered"),
        ("open", "nobody", 0, "was altered"),
    ],
)
def test_a_link_that_does_not_hold_opens_nothing(
    house: House, purpose: str, whose: str, days_ago: int, said: str
) -> None:
    visitor = house.visitor()

    refused = visitor.get(f"/links/{_link(house, '/tasks', purpose, whose, days_ago)}")

    assert refused.status_code == 403
    assert said in refused.text
    assert "lontar" not in visitor.client.cookies


def test_a_link_that_was_altered_opens_nothing(house: House) -> None:
    token = _link(house, "/tasks")

    for place in (3, len(token) // 2, len(token) - 9):
        other = "A" if token[place] != "A" else "B"
        refused = house.visitor().get(f"/links/{token[:place]}{other}{token[place + 1 :]}")
        assert refused.status_code == 403


def test_a_link_of_a_mail_stops_mails_like_it_once_somebody_says_so(house: House) -> None:
    address = f"/unsubscribe/{_link(house, 'certificate.expiring', 'mute')}"
    visitor = house.visitor()

    asked = visitor.get(address)
    assert (asked.status_code, _muted(house)) == (200, [])
    done = visitor.client.post(address, data={"List-Unsubscribe": "One-Click"})

    assert "Done." in done.text
    assert _muted(house) == ["certificate.expiring"]
    house.call("notification", "set_preferences", employee_id=LEARNER, muted=None)


def test_a_link_that_opens_a_page_stops_no_mails(house: House) -> None:
    refused = house.visitor().client.post(f"/unsubscribe/{_link(house, 'certificate.expiring')}")

    assert refused.status_code == 403
    assert _muted(house) == []


def _token(house: House, purpose: str, path: str = "/calendar") -> str:
    key = (house.data / "link.key").read_text().strip()
    return Links(key).sign(purpose, path, LEARNER, datetime.now(UTC))


def _link(
    house: House, path: str, purpose: str = "open", whose: str = LEARNER, days_ago: int = 0
) -> str:
    key = (house.data / "link.key").read_text().strip()
    return Links(key).sign(purpose, path, whose, datetime.now(UTC) - timedelta(days=days_ago))


def _muted(house: House) -> list[str]:
    return house.call("notification", "get_preferences", employee_id=LEARNER)["muted"]
