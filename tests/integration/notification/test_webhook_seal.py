"""The secrets of endpoints are sealed where there is a key, and still sign what is sent."""

from datetime import UTC, datetime

from sqlalchemy import select, text
from standardwebhooks.webhooks import Webhook as Signer

from services.notification.storage.tables import WebhookRow
from shared.seal import Seal
from tests.integration.notification.endpoint import Endpoint
from tests.integration.notification.house import House
from tests.integration.notification.test_privacy import prepare
from tests.integration.notification.test_webhooks import ENROLLED, allow, deliver, happens

KEY = Seal.new_key()
REQUEST = "01936a2b-1c00-7a00-8000-000000000031"


def stored(house: House) -> str:
    """Whatever could show a secret."""
    with house.database.reading() as session:
        tables = ("webhook", "webhook_post", "answered_request")
        rows = [row for one in tables for row in session.execute(text(f"select * from {one}"))]
    return "\n".join(str(tuple(row)) for row in rows)


def is_signed(endpoint: Endpoint, secret: str) -> bool:
    """Whether what it heard first was signed with the secret."""
    headers, body = endpoint.heard[0]
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    return headers["webhook-signature"] == Signer(secret).sign(headers["webhook-id"], at, body)


def test_with_a_key_the_database_shows_no_secret_and_what_is_sent_is_signed(each_house):
    house = each_house
    prepare(house, KEY)
    allow(house, True)
    with Endpoint() as endpoint:
        saved = house.service.save_webhook(url=endpoint.url, events=[ENROLLED], request_id=REQUEST)
        happens(house)
        deliver(house)

        assert is_signed(endpoint, saved["secret"])
    assert saved["secret"] not in stored(house)


def test_the_same_request_again_still_answers_with_its_secret(each_house):
    house = each_house
    prepare(house, KEY)
    given = {"url": "https://sistem.example/hook", "events": [ENROLLED], "request_id": REQUEST}

    first, again = (house.service.save_webhook(**given) for _ in range(2))

    assert first == again
    assert first["secret"].startswith("whsec_")


def test_what_was_stored_before_there_was_a_key_is_sealed_at_the_start(each_house):
    house = each_house
    allow(house, True)
    with Endpoint() as endpoint:
        saved = house.service.save_webhook(url=endpoint.url, events=[ENROLLED], request_id=REQUEST)
        assert saved["secret"] in stored(house)

        prepare(house, KEY)

        assert saved["secret"] not in stored(house)
        happens(house)
        deliver(house)
        assert is_signed(endpoint, saved["secret"])
    again = house.service.save_webhook(url=endpoint.url, events=[ENROLLED], request_id=REQUEST)
    assert again == saved


def test_saved_again_without_a_secret_an_endpoint_keeps_the_one_it_has(house):
    prepare(house, KEY)
    url = "https://sistem.example/hook"
    saved = house.service.save_webhook(url=url, events=[ENROLLED])

    again = house.service.save_webhook(webhook_id=saved["webhook_id"], url=url, events=[ENROLLED])

    assert again["secret"] == saved["secret"]
    with house.database.reading() as session:
        assert session.scalars(select(WebhookRow.secret)).one().startswith("sealed:")
