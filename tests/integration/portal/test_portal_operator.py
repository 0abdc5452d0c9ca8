"""The operator's page: how the services are, and what becomes of what did not go through."""

import json
import re

from tests.integration.portal.house import House
from tests.integration.portal.town import BOSS, LEARNER, OFFICER, OPERATOR


def test_the_menu_leads_operators_to_their_page_and_nobody_else(house: House) -> None:
    assert 'href="/operator"' in house.visitor(OPERATOR).get("/tasks").text
    for who in (OFFICER, BOSS, LEARNER):
        assert 'href="/operator"' not in house.visitor(who).get("/tasks").text


def test_an_operator_sees_how_each_service_is(house: House) -> None:
    page = house.visitor(OPERATOR).get("/operator").text

    for name in ("Enrolment", "Evaluation", "Notification"):
        assert re.search(rf'{name} <span class="status good">up</span>', page)
    assert "Events that have not left yet" in page


def test_an_operator_finds_a_message_by_service_state_and_kind(house: House) -> None:
    parked = house.set_aside("evaluation", routing_key="service.measured", reason="n is 0")
    held = house.set_aside("evaluation", held=True, routing_key="service.measured")
    other = house.set_aside("notification", routing_key="unit.changed")
    operator = house.visitor(OPERATOR)

    everything = operator.get("/operator").text
    assert all(one in everything for one in (parked, held, other))
    assert "n is 0" in everything
    found = operator.get("/operator?service=evaluation&state=parked&event=service.measured").text
    assert parked in found
    assert held not in found
    assert other not in found
    assert operator.get("/operator?service=portal").status_code == 404
    assert operator.get("/operator?state=lost").status_code == 404


def test_a_long_list_is_read_page_by_page(house: House) -> None:
    made = [house.set_aside("notification", routing_key="leave.changed") for _ in range(28)]
    operator = house.visitor(OPERATOR)
    first = operator.get("/operator?event=leave.changed").text
    assert len(re.findall(r'<h4 id="', first)) == 10

    page = operator.get(_older(first)).text
    shown = re.findall(r'<h4 id="([^"]+)"', page)
    assert len(shown) == 25
    shown += re.findall(r'<h4 id="([^"]+)"', operator.get(_older(page)).text)

    assert shown == made[::-1]


def _older(page: str) -> str:
    found = re.search(r'href="(/operator\?[^"]+)">Older ones', page)
    assert found, page
    return found[1].replace("&amp;", "&")


def test_a_message_is_shown_without_what_concerns_a_person(house: House) -> None:
    body = {"employee_id": "E9", "name": "Maria Goreti Bano", "position": "Petugas"}
    parked = house.set_aside(body=json.dumps(body).encode(), headers={"ce-source": "/hr/simpeg"})

    page = house.visitor(OPERATOR).get(f"/operator/enrolment/{parked}").text

    assert "Goreti" not in page
    assert "/hr/simpeg" in page
    assert "&#34;position&#34;: &#34;Petugas&#34;" in page
    unreadable = house.set_aside(body=b"Goreti \xff")
    page = house.visitor(OPERATOR).get(f"/operator/enrolment/{unreadable}").text
    assert f"lontar parked show {unreadable}" in page
    assert "Goreti" not in page


def test_what_is_tried_again_and_fails_again_comes_back_with_its_reason(house: House) -> None:
    parked = house.set_aside(reason="the reason of yesterday")
    operator = house.visitor(OPERATOR)

    answer = operator.post("/operator", action="retry", service="enrolment", parked_id=parked)

    assert "It is tried again now." in answer.text
    again = house.until_parked("enrolment", parked)
    assert "the reason of yesterday" not in again["reason"]
    assert [(one["action"], one["by"]) for one in again["done_by_hand"]] == [
        ("retry", f"employee {OPERATOR}")
    ]


def test_discarding_asks_for_a_reason_and_keeps_who_said_it(house: House) -> None:
    parked = house.set_aside("evaluation")
    operator, path = house.visitor(OPERATOR), f"/operator/evaluation/{parked}"

    refused = operator.post(path, action="discard", reason=" ")
    assert refused.status_code == 409
    assert "Please fill this in." in refused.text

    done = operator.post(path, action="discard", reason="Dikirim dua kali")
    assert "It is discarded, and kept with your reason." in done.text
    assert parked not in done.text
    kept = operator.get(path).text
    assert f"employee {OPERATOR}: Dikirim dua kali" in kept
    assert parked in operator.get("/operator?service=evaluation&state=discarded").text
    again = operator.post(path, action="discard", reason="Sekali lagi")
    assert again.status_code == 409
    assert "It was discarded before." in again.text


def test_what_has_gone_through_meanwhile_is_said_and_is_no_error(house: House) -> None:
    operator = house.visitor(OPERATOR)
    for gone in ("0193", "outbox:enrolment:99999999"):
        answer = operator.post("/operator", action="retry", service="enrolment", parked_id=gone)
        assert answer.status_code == 200
        assert "It has gone through meanwhile." in answer.text
    assert operator.get("/operator/enrolment/0193").status_code == 404
    assert operator.get("/operator/portal/0193").status_code == 404


def test_a_form_that_is_sent_twice_acts_once(house: House) -> None:
    parked = house.set_aside("evaluation")
    operator, path = house.visitor(OPERATOR), f"/operator/evaluation/{parked}"
    form = operator.hidden(path) | {"action": "discard", "reason": "Dua kali"}

    for _ in range(2):
        assert operator.client.post(path, data=form).status_code == 200

    told = house.call("evaluation", "get_parked", parked_id=parked)
    assert len(told["done_by_hand"]) == 1
