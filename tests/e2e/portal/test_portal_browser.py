"""The whole loop in a browser, as each role, on a phone and a desktop, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.e2e.portal.browser import Browser, open_browser
from tests.e2e.portal.story import prepare
from tests.integration.portal.house import House, open_house, wait_until
from tests.integration.portal.town import BOSS, COUNTER, LEARNER

LOOKS = [("phone", "id"), ("desktop", "en")]
_BOSS, _OFFICER, _LEARNER = "Tefamnasi", "Lado", "Maria Goreti"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("portal")) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(house: House) -> dict[str, str]:
    return prepare(house)


@pytest.fixture(scope="module")
def browser(house: House) -> Iterator[Browser]:
    try:
        with open_browser(house.url) as opened:
            yield opened
    except servers.NotInstalled as missing:
        raise pytest.fail.Exception(str(missing), pytrace=False) from None


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


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_file_is_checked_and_imported_by_keyboard(
    house: House, browser: Browser, tmp_path: Path, size: str, language: str
) -> None:
    unit_id = f"N{size}{language}"
    file = tmp_path / "unit.csv"
    file.write_text(f"unit_id,name,parent_id,min_on_duty\n{unit_id},Loket Baru,U0,banyak\n")
    browser.look_as(size, language)
    browser.sign_in(_OFFICER)
    wrong = []

    browser.open("/imports")
    wrong += browser.what_is_wrong()
    _send_file(browser, file)
    assert "banyak" in browser.text
    wrong += browser.what_is_wrong()
    file.write_text(file.read_text().replace("banyak", "1"))
    _send_file(browser, file)
    wrong += browser.what_is_wrong()
    browser.press_by_key("button[value=import]")
    wrong += browser.what_is_wrong()

    assert wrong == []
    wait_until(lambda: unit_id in _units(house), "the unit", house.services)


def _send_file(browser: Browser, file: Path) -> None:
    browser.find("#kind option[value=units]").click()
    browser.find("#file").send_keys(str(file))
    browser.press_by_key("button[value=check]")


def _units(house: House) -> list[str]:
    listed = house.call("enrolment", "list_units", limit=500)["items"]
    return [one["unit_id"] for one in listed]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_complaints_get_their_unit_or_are_set_aside(
    house: House, browser: Browser, ids: dict[str, str], size: str, language: str
) -> None:
    wait_until(lambda: len(_in_triage(house)) > 3, "complaints", house.services)
    browser.look_as(size, language)
    browser.sign_in(_OFFICER)
    browser.open("/complaints")
    first, second, third = _in_triage(house)[:3]
    wrong = browser.what_is_wrong()

    browser.type(f"input[name='unit.{first}']", "Loket Pelayanan Terpadu")
    browser.press_key(f"details:has(input[name='reason.{second}']) summary")
    browser.type(f"input[name='reason.{second}']", "rangkap")
    browser.type(f"input[name='unit.{third}']", "Loket Antah Berantah")
    browser.press_by_key("main form button:not([name])")
    wrong += browser.what_is_wrong()
    assert "Loket Antah Berantah" in browser.text
    browser.open("/complaints?aside=1")
    wrong += browser.what_is_wrong()

    assert wrong == []
    assert not {first, second} & set(_in_triage(house))
    assert third in _in_triage(house)


def _in_triage(house: House) -> list[str]:
    listed = house.call("evaluation", "list_triage", limit=20)["items"]
    return [one["complaint_id"] for one in listed]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_settings_and_systems_that_hear_of_events_work_by_keyboard(
    house: House, browser: Browser, size: str, language: str
) -> None:
    browser.look_as(size, language)
    browser.sign_in(_OFFICER)
    browser.open("/preferences")
    before = browser.find("code.address").text
    wrong = browser.what_is_wrong()

    browser.press_by_key("button[value=renew]")
    assert browser.find("code.address").text != before
    browser.press_by_key("button[value=revoke]")
    wrong += browser.what_is_wrong()
    browser.press_by_key("button[value=renew]")
    browser.type("#url", "mailto:saya")
    browser.press_by_key("form[action='/preferences/chat'] button:not([value])")
    wrong += browser.what_is_wrong()
    browser.type("#url", "tgram://123456789:abcdefghijklmnopqrstuvwxyz/12315544/")
    browser.press_by_key("form[action='/preferences/chat'] button:not([value])")
    assert "Telegram" in browser.text
    wrong += browser.what_is_wrong()
    browser.press_by_key("button[value=forget]")

    browser.open("/webhooks")
    wrong += browser.what_is_wrong()
    browser.type("#url", "https://sistem.example/hook")
    browser.press_by_key("button[value=add]")
    wrong += browser.what_is_wrong()
    browser.choose("input[name=event][value='training.completed']")
    browser.press_by_key("button[value=add]")
    assert "whsec_" in browser.text
    wrong += browser.what_is_wrong()
    browser.press_key("article form details summary")
    browser.press_by_key("button[value=remove]")
    wrong += browser.what_is_wrong()

    assert wrong == []
    assert house.call("notification", "list_webhooks")["items"] == []


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
