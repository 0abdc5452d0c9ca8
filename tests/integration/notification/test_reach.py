"""By which way people are reached, and who is not."""

from datetime import timedelta

import pytest

from services.notification.channels import Mail
from services.notification.channels.mail_file import MailFile
from services.notification.domain.delivery import Attempt, Outcome
from services.notification.storage.people import People
from shared.errors import NotFound
from tests.integration.notification.house import House, a_person
from tests.unit.notification.builders import NOON, a_completion, a_reversal

LATER = timedelta(hours=2)


def unreachable(house: House, **wanted):
    return house.service.list_unreachable(**wanted)["items"]


def test_whose_messages_stay_in_the_inbox_is_in_a_list_for_the_officer(each_house):
    house = each_house
    house.hear(a_person("E1", email=None), a_person("E2", email="not an address"), a_person("E3"))
    for reader in ("E1", "E2", "E3", "E1"):
        house.hear(a_completion(employee_id=reader))

    first, second = unreachable(house)

    assert (first["employee_id"], first["count"], first["reason"]) == (
        "E1",
        2,
        "HR gives no mail address",
    )
    assert first["since"].startswith("2026-11-24T04:00")
    assert second["reason"] == "HR gives a mail address that cannot be used"


def test_whose_mailbox_refuses_is_in_the_list_too(each_house):
    house = each_house
    house.hear(a_person("E1"), a_completion())
    house.hear(a_person("E1", email=None))

    house.tick()

    assert [(one["employee_id"], one["reason"]) for one in unreachable(house)] == [
        ("E1", "no address")
    ]


@pytest.mark.parametrize(
    "mended",
    [
        lambda house: house.hear(a_person("E1", changed_at=NOON + LATER)),
        lambda house: house.hear(a_person("E1", active=False, email=None)),
        lambda house: house.service.set_preferences(employee_id="E1", channels=["inapp"]),
    ],
    ids=["HR tells the address", "has left", "wants no mail"],
)
def test_what_is_mended_is_in_the_list_no_longer(house, mended):
    house.hear(a_person("E1", email=None), a_completion())
    assert len(unreachable(house)) == 1

    mended(house)

    assert unreachable(house) == []


def test_who_wants_the_inbox_only_or_has_muted_it_is_not_unreachable(house):
    house.hear(a_person("E1", email=None), a_person("E2", email=None))
    house.service.set_preferences(employee_id="E1", channels=[])
    house.service.set_preferences(employee_id="E2", muted=["training.completed"])

    house.hear(a_completion(employee_id="E1"), a_completion(employee_id="E2"))

    assert unreachable(house) == []


def test_the_list_is_paged(house):
    house.hear(*(a_person(f"E{number}", email=None) for number in range(5)))
    house.hear(*(a_reversal(employee_id=f"E{number}") for number in range(5)))

    first = house.service.list_unreachable(limit=3)
    rest = house.service.list_unreachable(limit=3, after=first["next"])

    seen = [one["employee_id"] for page in (first, rest) for one in page["items"]]
    assert seen == [f"E{number}" for number in range(5)]
    assert rest["next"] is None


def test_a_timeline_of_a_message_that_nobody_wrote_is_refused(house):
    with pytest.raises(NotFound):
        house.service.get_timeline(notification_id="nothing")


class _Chat:
    """Another channel, which takes everything."""

    name, batch, repeatable = "chat", 1, False

    def __init__(self):
        self.sent: list[str] = []

    def send(self, mail: Mail) -> Attempt:
        self.sent.append(mail.subject)
        return Attempt(Outcome.SENT)

    def close(self) -> None: ...


@pytest.fixture
def chat(house):
    """A second way to people, which E1 wants after mail; its postman."""
    house.hear(a_person("E1"))
    with house.database.transaction() as session:
        People(session).choose("E1", {"channels": ("email", "chat")})
        People(session).choose_chat("E1", "tgram://123456789:abcdefg_hijklmnop/12315544/")
    postman = house.a_postman()
    postman._channel = _Chat()
    return postman


class _Refusing(MailFile):
    def send(self, mail):
        return Attempt(Outcome.REFUSED, "550 mailbox full for ever")


def told(house: House):
    return [(name, data["channel"]) for name, _, data in house.published()]


def test_what_one_channel_refuses_goes_the_next_way_of_the_person(house, chat, tmp_path):
    house.service.postman._channel = _Refusing(tmp_path / "mail", "lontar@alak.example")
    house.hear(a_completion())

    house.tick()
    chat.deliver_due()
    house.tick(after=LATER)
    chat.deliver_due()

    assert len(chat._channel.sent) == 1
    assert told(house) == [("notification.failed", "email"), ("notification.delivered", "chat")]
    message = house.inbox()[0]["notification_id"]
    steps = house.service.get_timeline(notification_id=message)["steps"]
    assert [(step["what"], step["channel"]) for step in steps] == [
        ("written", None),
        ("refused", "email"),
        ("another way", "email"),
        ("sent", "chat"),
    ]
    assert unreachable(house) == []


def test_who_has_no_address_is_written_to_by_the_next_channel_at_once(house, chat):
    house.hear(a_person("E1", email=None, changed_at=NOON + LATER), a_completion())

    house.tick()
    chat.deliver_due()

    assert told(house) == [("notification.delivered", "chat")]


def test_a_provider_that_is_away_pauses_its_own_channel_only(house, chat, tmp_path):
    (tmp_path / "mail").write_text("not a folder: no mail can be written")
    house.hear(a_completion())
    house.tick()

    house.hear(a_person("E1", email=None, changed_at=NOON + LATER), a_completion())
    chat.deliver_due()

    assert house.states() == ["pending", "sent"]
    assert told(house) == [("notification.delivered", "chat")]


def test_who_is_refused_on_every_channel_is_in_the_list(house, tmp_path):
    house.hear(a_person("E1"), a_completion())
    house.service.postman._channel = _Refusing(tmp_path / "mail", "lontar@alak.example")

    house.tick()

    assert [one["reason"] for one in unreachable(house)] == ["550 mailbox full for ever"]
    house.service.postman = house.a_postman()
    house.hear(a_completion())
    house.tick()
    assert unreachable(house) == []
