"""Officers and operators at work in a browser: files, complaints, what is parked, settings."""

from pathlib import Path

import pytest

from tests.e2e.portal.browser import Browser
from tests.e2e.portal.story import trouble
from tests.integration.portal.house import House, wait_until

_OFFICER, _OPERATOR = "Lado", "Nule"


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
def test_the_operators_pages_are_accessible_and_what_is_parked_can_be_discarded_there(
    house: House, browser: Browser, size: str, language: str
) -> None:
    parked = trouble(house)
    browser.look_as(size, language, dark=language == "en")
    browser.sign_in(_OPERATOR)
    browser.press("nav a[href='/operator']")
    wrong = []
    for path in ("/operator", "/operator?service=evaluation", f"/operator/enrolment/{parked}"):
        browser.open(path)
        wrong += browser.what_is_inaccessible()
        wrong += [f"{path} is too wide"] if browser.overflows() else []
    assert wrong == []

    browser.choose("details summary")
    browser.type("input[name=reason]", "Dikirim dua kali")
    browser.press("button[value=discard]")

    assert browser.path == "/operator"
    assert house.call("enrolment", "get_parked", parked_id=parked)["state"] == "discarded"


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
    browser.press_by_key("button[value=renew]")
    assert "whsec_" in browser.text
    wrong += browser.what_is_wrong()
    browser.press_key("article form details:last-of-type summary")
    browser.press_by_key("button[value=remove]")
    wrong += browser.what_is_wrong()

    assert wrong == []
    assert house.call("notification", "list_webhooks")["items"] == []
