"""A service that is down: its part of a page says so, the rest works, nothing typed is lost."""

import re

import httpx

from tests.integration.portal.house import House
from tests.integration.portal.town import COLLEAGUE, OPERATOR


def test_while_the_services_are_down_pages_say_so_and_a_form_is_sent_again_later(
    house: House,
) -> None:
    learner = house.visitor(COLLEAGUE)
    form = learner.hidden("/preferences")
    operator = house.visitor(OPERATOR)
    assert house.services.stop() == 0

    assert "cannot be reached at the moment" in learner.get("/tasks").text
    assert "cannot be reached at the moment" in learner.get("/learning").text
    page = operator.get("/operator")
    assert (page.status_code, page.text.count("This service does not answer.")) == (200, 3)
    assert httpx.get(f"{house.url}/health").json() == {"portal answers": True}
    answer = learner.client.post("/preferences", data=form | _WISHES)
    assert answer.status_code == 503
    again = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert again.items() >= (_WISHES | {"request_id": form["request_id"]}).items()

    house.services = house.start_services()
    house.services.wait_for("notification ready")
    saved = learner.client.post("/preferences", data=again)
    assert saved.url.path == "/preferences"
    assert 'value="21:30"' in saved.text


_WISHES = {"language": "en", "by_mail": "1", "quiet_from": "21:30", "quiet_to": "05:30"}
