"""The secret of an endpoint is changed without a post that the endpoint refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Signer

from services.notification.domain.webhooks import new_secret
from shared.errors import Forbidden, NotFound
from shared.seal import Seal
from tests.integration.notification.endpoint import Endpoint
from tests.integration.notification.house import House
from tests.integration.notification.test_privacy import prepare
from tests.integration.notification.test_webhook_seal import stored
from tests.integration.notification.test_webhooks import ENROLLED, allow, deliver, happens

REQUEST = "01936a2b-1c00-7a00-8000-000000000032"


@pytest.fixture
def endpoint():
    with Endpoint() as endpoint:
        yield endpoint


def save(house: House, endpoint: Endpoint, **given: str) -> dict[str, str]:
    allow(house, True)
    return house.service.save_webhook(url=endpoint.url, events=[ENROLLED], **given)


def renew(house: House, webhook: dict[str, str], **given: str) -> dict[str, str]:
    return house.service.renew_webhook_secret(webhook_id=webhook["webhook_id"], **given)


def signed_with(endpoint: Endpoint, *secrets: str) -> list[bool]:
    """For each secret, whether the last post bears its signature."""
    headers, body = endpoint.heard[-1]
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    signatures = headers["webhook-signature"].split(" ")
    return [Signer(one).sign(headers["webhook-id"], at, body) in signatures for one in secrets]


def test_after_a_renewal_both_secrets_sign_for_a_day_and_then_the_new_one(each_house, endpoint):
    house = each_house
    saved = save(house, endpoint)

    renewed = renew(house, saved)
    happens(house)
    deliver(house)
    on_the_day = signed_with(endpoint, renewed["secret"], saved["secret"])
    happens(house, "E2")
    deliver(house, timedelta(days=1))
    afterwards = signed_with(endpoint, renewed["secret"], saved["secret"])

    assert saved["former_until"] is None
    assert renewed["former_until"].startswith("2026-11-25T04:00")
    assert (on_the_day, afterwards) == ([True, True], [True, False])


def test_a_secret_given_by_its_owner_is_a_change_like_any_other(house, endpoint):
    saved, own = save(house, endpoint), new_secret()

    again = save(house, endpoint, webhook_id=saved["webhook_id"], secret=own)
    unchanged = save(house, endpoint, webhook_id=saved["webhook_id"], secret=own)
    happens(house)
    deliver(house)

    assert again["secret"] == own
    assert again == unchanged
    assert signed_with(endpoint, own, saved["secret"]) == [True, True]


def test_a_renewal_asked_for_twice_by_one_request_answers_with_one_secret(each_house, endpoint):
    house = each_house
    saved = save(house, endpoint)

    first, again = (renew(house, saved, request_id=REQUEST) for _ in range(2))

    assert first == again
    assert first["secret"] != saved["secret"]


def test_an_endpoint_that_refused_the_old_signature_is_tried_again_at_once(house, endpoint):
    endpoint.status = 401
    saved = save(house, endpoint)
    happens(house)
    deliver(house)
    resting = house.service.list_webhooks()["items"][0]["resumes_at"]

    renew(house, saved)

    assert resting is not None
    assert house.service.list_webhooks()["items"][0]["resumes_at"] is None


def test_the_former_secret_is_sealed_like_the_new_one(each_house, endpoint):
    house = each_house
    saved = save(house, endpoint)
    renewed = renew(house, saved, request_id=REQUEST)
    both = (saved["secret"], renewed["secret"])
    assert all(secret in stored(house) for secret in both)

    prepare(house, Seal.new_key())
    sealed = stored(house)
    happens(house)
    deliver(house)

    assert not any(secret in sealed for secret in both)
    assert signed_with(endpoint, *both) == [True, True]


def test_only_an_officer_renews_the_secret_of_an_endpoint_that_there_is(house, endpoint):
    saved = save(house, endpoint)

    with pytest.raises(Forbidden):
        renew(house, saved, renewed_by="E1")
    with pytest.raises(NotFound):
        renew(house, {"webhook_id": "nobody"})
