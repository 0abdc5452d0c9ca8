"""The whole loop in a browser, as each role, on a phone and a desktop, in both languages."""

import pytest

from tests.e2e.portal.browser import Browser
from tests.integration.portal.house import House
from tests.integration.portal.town import BOSS, COUNTER, LEARNER

LOOKS = [("phone", "id"), ("desktop", "en")]
_BOSS, _OFFICER, _LEARNER = "Tefamnasi", "Lado", "Maria Goreti"


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_every_page_is_accessible_and_fits_the_screen(
    house: House, browser: Browser, ids: dict[str, str], size: str, language: str
) -> None:
    request = house.call("enrolment", "list_enrolments", approver_id=BOSS, status="requested")[
        "items"
    ][0]["enrolment_id"]
    form = house.form_of(LEARNER, ids["done"])
    pages = {
        None: ["/sign-in", "/certificates", f"/certificates/{ids['code']}", "/nowhere"],
        _LEARNER: [
            "/tasks",
            f"/forms/{form}",
            "/learning",
            "/learning/elsewhere",
            "/learning/inbox",
            "/preferences",
            f"/offerings/{ids['coming']}",
            "/budgets",
        ],
        _BOSS: ["/tasks", f"/tasks/requests/{request}", "/coverage"],
        _OFFICER: [
            "/officer",
            "/offerings",
            f"/offerings/{ids['coming']}",
            f"/offerings/{ids['over']}/class",
            f"/offerings/{ids['coming']}/nominate?unit={COUNTER}",
            "/offerings/new",
            "/programmes",
            "/programmes/new",
            "/budgets",
            "/needs",
            "/effects",
            "/campaigns",
            "/imports",
            "/complaints",
            "/webhooks",
        ],
    }
    browser.look_as(size, language, dark=size == "desktop")
    wrong = []
    for name, paths in pages.items():
        if name:
            browser.sign_in(name)
        for path in paths if size == "phone" else paths[:5]:  # a narrow screen is the harder one
            browser.open(path)
            wrong += browser.what_is_inaccessible()
            wrong += [f"{path} is too wide"] if browser.overflows() else []

    assert wrong == []


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_the_loop_from_a_request_to_answers(
    house: House, browser: Browser, size: str, language: str
) -> None:
    coming = house.an_offering(programme_id=house.a_programme(title=f"Loket {size}"))
    browser.look_as(size, language)

    browser.sign_in(_LEARNER)
    browser.open(f"/offerings/{coming}")
    browser.press("main form button")
    assert browser.path.startswith("/learning/seats/")
    seat = browser.path.rpartition("/")[2]

    browser.sign_in(_BOSS)
    browser.press(f"form[action='/tasks/requests/{seat}'] button[value=approve]")
    assert browser.path == "/tasks"
    assert house.call("enrolment", "get_enrolment", enrolment_id=seat)["status"] == "enrolled"

    over = house.an_offering(past=True, programme_id=house.a_programme(title=f"Kelas {size}"))
    house.nominated(over, LEARNER, "P15")
    browser.sign_in(_OFFICER)
    browser.open(f"/offerings/{over}/class")
    browser.driver.execute_script(
        "document.querySelectorAll('[data-everybody]').forEach((one) => one.click())"
    )
    browser.press("button[value=attend]")
    browser.driver.execute_script(
        "document.querySelectorAll('[data-everybody]').forEach((one) => one.click())"
    )
    browser.press("button[value=complete]")
    (mine,) = house.call("enrolment", "list_enrolments", offering_id=over, employee_id=LEARNER)[
        "items"
    ]
    assert mine["status"] == "completed"

    form = house.form_of(LEARNER, mine["enrolment_id"])
    browser.sign_in(_LEARNER)
    browser.press(f"a[href='/forms/{form}']")
    browser.type("textarea", "Bagus")
    browser.press("button[value=send]")
    assert browser.find(".refused").is_displayed()
    assert browser.find("textarea").get_attribute("value") == "Bagus"
    for key in ("useful", "trainer", "organisation"):
        browser.choose(f"input[name='answer.{key}'][value='5']")
    browser.press("button[value=send]")
    assert browser.path == "/tasks"
    answered = house.call("evaluation", "get_evaluation", evaluation_id=form)
    assert answered["status"] == "submitted"


def test_what_is_typed_into_a_form_survives_a_page_that_was_left(
    house: House, browser: Browser, ids: dict[str, str]
) -> None:
    form = f"/forms/{house.form_of(LEARNER, ids['done'])}"
    browser.look_as("phone", "en")
    browser.sign_in(_LEARNER)
    browser.open(form)
    browser.type("textarea", "Kursi kurang")
    browser.open("/learning")

    browser.open(form)

    assert browser.find("textarea").get_attribute("value") == "Kursi kurang"


def test_pages_are_light_and_load_nothing_from_elsewhere(
    browser: Browser, house: House, ids: dict[str, str]
) -> None:
    browser.look_as("phone", "en")
    browser.sign_in(_OFFICER)
    for path in ("/officer", f"/offerings/{ids['over']}/class", "/coverage"):
        browser.open(path)
        loaded = browser.driver.execute_script(
            "return performance.getEntriesByType('resource')"
            ".concat(performance.getEntriesByType('navigation'))"
            ".map((one) => [one.name, one.decodedBodySize])"
        )
        assert all(name.startswith(house.url) for name, _ in loaded)
        assert sum(size for _, size in loaded) < 100_000
