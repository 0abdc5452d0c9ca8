"""On a trial one chooses whom to be; those are named for whom something waits."""

import re

from tests.integration.portal.house import House
from tests.integration.portal.town import BOSS, OFFICER, OTHER_BOSS


def test_who_decides_a_request_is_named_with_how_many_wait(house: House) -> None:
    house.requested("P31")
    waiting = len(_all(house, "enrolment", "list_enrolments", "requested", approver_id=OTHER_BOSS))

    page = house.visitor().get("/sign-in").text

    assert f"Requests to decide: {waiting}" in _shown(page, "Supervisors", OTHER_BOSS)


def test_who_has_a_form_to_answer_is_named_with_how_many(house: House) -> None:
    for _ in range(3):
        seats = house.completed("P16")
        house.form_of("P16", seats["P16"])
    waiting = len(_all(house, "evaluation", "list_evaluations", "open", respondent_id="P16"))

    page = house.visitor().get("/sign-in").text

    assert waiting >= 3
    assert f"Forms to answer: {waiting}" in _shown(page, "Learners", "P16")


def test_officers_are_named_and_whoever_is_chosen_sees_what_waits(house: House) -> None:
    house.requested("P17")
    page = house.visitor().get("/sign-in").text
    assert _shown(page, "Training officers", OFFICER)
    assert _shown(page, "Supervisors", BOSS)

    tasks = house.visitor(BOSS).get("/tasks").text

    assert "Agustinus Lelan" in tasks


def test_a_name_finds_anybody_with_what_they_are(house: House) -> None:
    page = house.visitor().get("/sign-in?name=tmaneak").text

    assert 'value="P31"' in page
    assert "Arsiparis" in page


def _shown(page: str, title: str, employee_id: str) -> str:
    """The button of somebody under a heading; empty where it is not there."""
    group = re.search(rf"<h2>{title}</h2>(.*?)</ul>", page, re.S)
    button = group and re.search(rf'<button[^>]*value="{employee_id}">.*?</button>', group[1], re.S)
    return button[0] if button else ""


def _all(house: House, service: str, method: str, status: str, **of: str) -> list[object]:
    found = house.call(service, method, status=status, limit=500, **of)
    return list(found["items"])
