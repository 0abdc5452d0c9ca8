"""My settings: the calendar's address, chat, and for officers the systems that hear of events."""

import html
import re

import pytest

from tests.integration.portal.house import House, Visitor
from tests.integration.portal.town import LEARNER, OFFICER

CHATTER = "P22"
TELEGRAM = "tgram://123456789:abcdefghijklmnopqrstuvwxyz/12315544/"
HOOK = "https://sistem.example/hook"


def address(visitor: Visitor, page: str = "/preferences") -> str | None:
    found = re.search(r"/calendar/[\w.-]+", visitor.get(page).text)
    return found[0] if found else None


def press(visitor: Visitor, path: str, **fields: str):
    return visitor.client.post(path, data=visitor.hidden("/preferences") | fields)


def test_the_address_of_a_calendar_is_renewed_and_the_one_before_is_refused(house: House) -> None:
    me, anybody = house.visitor("P21"), house.visitor()
    before = address(me)
    assert before is not None
    assert before == address(me, "/learning")
    assert anybody.get(before).status_code == 200

    page = press(me, "/preferences/calendar", action="renew")

    after = address(me)
    assert "There is a new address." in page.text
    assert after not in (None, before)
    assert (anybody.get(before).status_code, anybody.get(str(after)).status_code) == (404, 200)
    assert address(me) == after


def test_a_revoked_calendar_has_no_address_until_a_new_one_is_made(house: House) -> None:
    me, anybody = house.visitor("P21"), house.visitor()
    before = address(me)

    page = press(me, "/preferences/calendar", action="revoke")

    assert "The address is good no more." in page.text
    assert (address(me), address(me, "/learning")) == (None, None)
    assert anybody.get(str(before)).status_code == 404
    press(me, "/preferences/calendar", action="renew")
    assert address(me) not in (None, before)


def test_a_chat_address_is_given_and_never_shown_again(house: House) -> None:
    me = house.visitor(CHATTER)

    page = press(me, "/preferences/chat", url=TELEGRAM)

    assert "Chat reaches you by Telegram." in page.text
    assert "123456789" not in page.text
    assert house.call("notification", "get_chat", employee_id=CHATTER)["service"] == "Telegram"


def test_chat_goes_before_mail_for_whoever_wants_it_and_ends_with_its_address(
    house: House,
) -> None:
    me = house.visitor(CHATTER)
    press(me, "/preferences/chat", url=TELEGRAM)

    press(me, "/preferences", language="en", by_chat="1", by_mail="1")
    chosen = house.call("notification", "get_preferences", employee_id=CHATTER)["channels"]
    removed = press(me, "/preferences/chat", action="forget")

    assert chosen[:2] == ["chat", "email"]
    assert "No chat address is given yet." in removed.text


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://169.254.169.254/", "This is no chat address."), ("", "Please fill this in.")],
)
def test_what_is_no_chat_address_is_refused(house: House, url: str, said: str) -> None:
    page = press(house.visitor(CHATTER), "/preferences/chat", url=url)

    assert page.status_code == 400
    assert said in page.text


def test_only_officers_are_led_to_the_systems_that_hear_of_events(house: House) -> None:
    assert "/webhooks" in house.visitor(OFFICER).get("/preferences").text
    assert "/webhooks" not in house.visitor(LEARNER).get("/preferences").text


def test_a_system_is_added_and_its_secret_is_shown_once(house: House) -> None:
    officer = house.visitor(OFFICER)
    fields = officer.hidden("/webhooks") | {
        "action": "add",
        "url": HOOK,
        "event": ["training.completed", "enrolment.enrolled"],
    }

    added = officer.client.post("/webhooks", data=fields)
    again = officer.client.post("/webhooks", data=fields)

    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", added.text)
    assert secret is not None
    assert secret[0] in again.text.replace("&#43;", "+")
    assert "whsec_" not in officer.get("/webhooks").text
    (item,) = house.call("notification", "list_webhooks")["items"]
    assert (item["url"], len(item["events"])) == (HOOK, 2)


def test_a_secret_is_renewed_and_the_new_one_is_shown_once(house: House) -> None:
    officer = house.visitor(OFFICER)
    saved = house.call(
        "notification", "save_webhook", url=f"{HOOK}/renewed", events=["training.completed"]
    )

    renewed = officer.post("/webhooks", action="renew", webhook_id=saved["webhook_id"])
    unknown = officer.post("/webhooks", action="renew", webhook_id="nobody")

    assert "The new secret of the system" in renewed.text
    assert "whsec_" in renewed.text
    assert saved["secret"] not in html.unescape(renewed.text)
    assert "whsec_" not in officer.get("/webhooks").text
    assert unknown.status_code == 409
    house.call("notification", "delete_webhook", webhook_id=saved["webhook_id"])


def test_a_system_that_does_not_answer_is_said_and_a_removed_one_is_gone(house: House) -> None:
    officer = house.visitor(OFFICER)
    saved = house.call(
        "notification", "save_webhook", url="https://localhost:9/", events=["training.completed"]
    )
    webhook_id = saved["webhook_id"]

    tested = officer.post("/webhooks", action="test", webhook_id=webhook_id)
    removed = officer.post("/webhooks", action="remove", webhook_id=webhook_id)

    assert "The test did not arrive." in tested.text
    assert "The system hears of nothing more." in removed.text
    left = house.call("notification", "list_webhooks")["items"]
    assert webhook_id not in [one["webhook_id"] for one in left]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "ftp://x", "event": "training.completed"}, "The address must begin with https://"),
        ({"url": HOOK}, "Tick at least one."),
    ],
)
def test_what_cannot_be_added_is_said_with_what_was_typed(
    house: House, fields: dict[str, str], said: str
) -> None:
    page = house.visitor(OFFICER).post("/webhooks", action="add", **fields)

    assert page.status_code == 400
    assert said in page.text
    assert f'value="{fields["url"]}"' in page.text
