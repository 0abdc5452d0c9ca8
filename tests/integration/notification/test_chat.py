"""Chat reaches who wants it, and mail where chat does not."""

import json
from datetime import timedelta

import pytest

from services.notification.channels.chat import Chat
from services.notification.domain.delivery import Attempt, Outcome
from shared.errors import NotFound, ValidationError
from tests.integration.notification.endpoint import Endpoint
from tests.integration.notification.house import a_person
from tests.unit.notification.builders import a_completion
from tests.unit.notification.test_notification_mail import a_mail

TELEGRAM = "tgram://123456789:abcdefghijklmnopqrstuvwxyz/12315544/"


@pytest.fixture
def chatting(each_house):
    """E1 is reached by chat first, then by mail."""
    each_house.hear(a_person("E1"), a_person("E2"))
    each_house.service.set_chat(employee_id="E1", url=TELEGRAM)
    each_house.service.set_preferences(employee_id="E1", channels=["chat", "email"])
    return each_house


def deliver(house, after=timedelta(0)):
    house.clock.travel(after)
    house.service.deliver_due_chat()
    house.service.deliver_due_mail()


def chats(house):
    return [file.read_text("utf-8") for file in sorted((house.mail.parent / "chat").glob("*.txt"))]


def test_who_chose_chat_gets_it_and_no_mail_and_others_get_mail(chatting):
    chatting.hear(a_completion(), a_completion(employee_id="E2"))

    deliver(chatting)

    (chat,) = chats(chatting)
    assert chat.startswith("Selamat")
    assert "/unsubscribe/" in chat
    assert [mail["To"].addresses[0].addr_spec for mail in chatting.mails()] == ["e2@alak.example"]
    told = {data["employee_id"]: data["channel"] for _, _, data in chatting.published()}
    assert told == {"E1": "chat", "E2": "email"}


def test_what_chat_refuses_goes_by_mail(chatting):
    class Refusing(Chat):
        def send(self, mail):
            return Attempt(Outcome.REFUSED, "the chat address is not understood")

    chatting.service.chat_postman = chatting.a_postman(Refusing())
    chatting.hear(a_completion())

    deliver(chatting)

    assert len(chatting.mails()) == 1


def test_who_gives_up_chat_gets_mail_again(chatting):
    answer = chatting.service.set_chat(employee_id="E1", url=None)
    chatting.hear(a_completion())

    deliver(chatting)

    assert answer == {"employee_id": "E1", "service": None}
    assert (len(chats(chatting)), len(chatting.mails())) == (0, 1)


def test_the_address_of_a_chat_is_shown_to_nobody(chatting):
    shown = chatting.service.get_chat(employee_id="E1")
    chatting.hear(a_completion())
    deliver(chatting)

    assert shown == {"employee_id": "E1", "service": "Telegram"}
    assert "123456789" not in "".join(chats(chatting))


def test_whoever_is_erased_is_reached_by_no_chat(chatting):
    chatting.service.erase_person(employee_id="E1")

    assert chatting.service.get_chat(employee_id="E1")["service"] is None


@pytest.mark.parametrize(
    "url", ["", "nonsense", "json://127.0.0.1/", "https://a.example/", "tgram://", "tgram://a b/c"]
)
def test_only_services_with_a_host_of_their_own_are_taken(house, url):
    house.hear(a_person("E1"))

    with pytest.raises(ValidationError) as refused:
        house.service.set_chat(employee_id="E1", url=url)
    assert "url" in refused.value.fields


def test_nobody_unknown_is_reached_by_chat(house):
    with pytest.raises(NotFound, match="employee"):
        house.service.set_chat(employee_id="E9", url=TELEGRAM)


as_apprise_is_loaded = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")


@as_apprise_is_loaded
@pytest.mark.parametrize(
    ("status", "outcome"), [(200, Outcome.SENT), (500, Outcome.DEFERRED), (401, Outcome.DEFERRED)]
)
def test_apprise_says_whether_the_service_took_a_message(status, outcome):
    with Endpoint() as service:
        service.status = status

        attempt = Chat().send(a_mail(address=f"json://127.0.0.1:{service.port}/"))

        ((_, body),) = service.heard
    assert attempt.outcome is outcome
    assert json.loads(body)["title"] == "Selamat"
    assert "127.0.0.1" not in (attempt.reason or "")


@as_apprise_is_loaded
def test_an_address_that_apprise_does_not_understand_is_refused():
    assert Chat().send(a_mail(address="tgram://x")).outcome is Outcome.REFUSED
