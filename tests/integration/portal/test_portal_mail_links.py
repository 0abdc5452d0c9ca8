"""Where mails and calendars lead: links to pages, secret addresses to their owners' matters."""

import re
from datetime import UTC, datetime

import pytest
from starlette.routing import Route

from services.notification.domain import links
from services.portal.routes import ROUTES
from shared.links import Links
from tests.integration.portal.house import House, wait_until
from tests.integration.portal.town import LEARNER

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


def _token(house: House, purpose: str, path: str = "/calendar") -> str:
    key = (house.data / "link.key").read_text().strip()
    return Links(key).sign(purpose, path, LEARNER, datetime.now(UTC))
