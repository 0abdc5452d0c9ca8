"""Other systems hear of events as they happen."""

import json
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook as Signer

from services.notification.channels import webhook as channel
from services.notification.channels.webhook import Endpoints
from services.notification.domain.webhooks import new_secret
from services.notification.storage.tables import PostRow
from shared.errors import Forbidden, NotFound, ValidationError
from shared.events import enrolment as en
from tests.integration.notification.endpoint import Endpoint
from tests.integration.notification.house import House, a_person
from tests.unit.notification.builders import an_enrolment_event

ENROLLED = "enrolment.enrolled"


@pytest.fixture(autouse=True)
def endpoints_here_are_allowed(request):
    """Endpoints of these tests are on this machine."""
    name = "each_house" if "each_house" in request.fixturenames else "house"
    allow(request.getfixturevalue(name), True)


@pytest.fixture
def endpoint():
    with Endpoint() as endpoint:
        yield endpoint


class Dying:
    """In the place of endpoints: the process is killed while it tells them."""

    def send(self, *_):
        raise KeyboardInterrupt


def allow(house: House, private: bool) -> None:
    house.service.settings = replace(house.settings, webhook_private=private)


def happens(house: House, employee_id: str = "E1") -> None:
    enrolled = an_enrolment_event(en.EnrolmentEnrolled, employee_id=employee_id)
    house.hear(a_person(employee_id), enrolled)


def deliver(house: House, after: timedelta = timedelta(0)) -> None:
    house.clock.travel(after)
    house.service.deliver_due_webhooks()


def posts(house: House) -> list[PostRow]:
    with house.database.reading() as session:
        return list(session.scalars(select(PostRow).order_by(PostRow.post_id)))


def states(house: House) -> list[str]:
    return [row.state for row in posts(house)]


def test_an_endpoint_hears_of_the_events_that_it_asked_for(each_house, endpoint):
    each_house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(each_house)
    each_house.hear(an_enrolment_event(en.EnrolmentRejected, reason=None))

    deliver(each_house)

    ((_, body),) = endpoint.heard
    told = json.loads(body)
    assert told["type"] == ENROLLED
    assert told["data"]["employee_id"] == "E1"
    assert told["timestamp"] == "2026-11-24T04:00:00+00:00"
    assert "alak.example" not in body
    assert states(each_house) == ["sent"]


def test_what_is_sent_is_signed_with_the_secret_of_the_endpoint(house, endpoint):
    secret = new_secret()
    saved = house.service.save_webhook(url=endpoint.url, events=[ENROLLED], secret=secret)
    happens(house)

    deliver(house)

    ((headers, body),) = endpoint.heard
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    assert saved["secret"] == secret
    assert headers["webhook-signature"] == Signer(secret).sign(headers["webhook-id"], at, body)


def test_what_an_endpoint_did_not_take_is_told_again_under_the_same_id(each_house, endpoint):
    endpoint.status = 503
    each_house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(each_house)
    deliver(each_house)
    deliver(each_house)  # it rests
    endpoint.status = 200

    deliver(each_house, timedelta(minutes=2))

    first, second = (headers["webhook-id"] for headers, _ in endpoint.heard)
    assert first == second
    assert states(each_house) == ["sent"]


def test_an_endpoint_that_is_away_pauses_and_the_others_go_on(house, endpoint):
    with Endpoint() as away:
        away.status = 500
        house.service.save_webhook(url=away.url, events=[ENROLLED])
        house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
        for number in range(5):
            happens(house, f"E{number}")

        deliver(house)

        assert len(away.heard) == 1
        assert len(endpoint.heard) == 5
    listed = house.service.list_webhooks()["items"]
    assert sorted(one["failures"] for one in listed) == [0, 1]


def test_what_cannot_be_told_for_days_has_failed(house, endpoint):
    endpoint.status = 500
    house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(house)
    deliver(house)
    house.clock.travel(timedelta(days=4))

    house.service.forget_old_webhook_posts()

    assert states(house) == ["failed"]
    assert posts(house)[0].reason == "HTTP 500"


def test_an_endpoint_that_says_that_it_is_gone_is_told_nothing_more(house, endpoint):
    endpoint.status = 410
    house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(house)
    happens(house, "E2")

    deliver(house)
    happens(house, "E3")
    deliver(house, timedelta(days=1))

    assert len(endpoint.heard) == 1
    assert states(house) == ["failed", "failed"]
    assert house.service.list_webhooks()["items"][0]["gone"]


def test_redirects_are_not_followed(house, endpoint):
    endpoint.status = 307
    house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(house)

    deliver(house)

    assert len(endpoint.heard) == 1
    assert posts(house)[0].reason == "HTTP 307"


def test_an_endpoint_that_stalls_is_broken_off(house, endpoint, monkeypatch):
    monkeypatch.setattr(channel, "_TIMEOUT_SECONDS", 0.2)
    endpoint.stalls = 1.0
    house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(house)

    deliver(house)

    assert states(house) == ["pending"]


def test_a_process_that_died_while_telling_tells_again_under_the_same_id(house, endpoint):
    house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(house)
    alive, house.service.courier._endpoints = house.service.courier._endpoints, Dying()
    with pytest.raises(KeyboardInterrupt):
        deliver(house)
    house.service.courier._endpoints = alive

    deliver(house, timedelta(seconds=30))
    assert endpoint.heard == []
    deliver(house, timedelta(seconds=31))

    assert states(house) == ["sent"]


def test_nothing_is_sent_into_a_private_network(house, endpoint):
    house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    house.service.courier._endpoints = Endpoints(private_allowed=False)
    happens(house)

    deliver(house)

    assert endpoint.heard == []
    assert states(house) == ["failed"]
    assert "private network" in str(posts(house)[0].reason)


def test_the_connection_goes_to_the_address_that_was_checked(house, endpoint, monkeypatch):
    asked = []

    def looked_up(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    url = f"http://hooks.example:{endpoint.port}/hooks"
    house.service.save_webhook(url=url, events=[ENROLLED])
    happens(house)
    real = socket.getaddrinfo
    monkeypatch.setattr(
        channel.socket,
        "getaddrinfo",
        lambda host, port, *rest, **more: (
            looked_up(host, port) if host == "hooks.example" else real(host, port, *rest, **more)
        ),
    )

    deliver(house)

    ((headers, _),) = endpoint.heard
    assert asked == ["hooks.example"]
    assert headers["Host"] == f"hooks.example:{endpoint.port}"


def test_a_deleted_endpoint_hears_nothing_more(each_house, endpoint):
    saved = each_house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    happens(each_house)

    each_house.service.delete_webhook(webhook_id=saved["webhook_id"])
    deliver(each_house)

    assert endpoint.heard == []
    assert each_house.service.list_webhooks()["items"] == []
    with pytest.raises(NotFound, match="webhook"):
        each_house.service.delete_webhook(webhook_id=saved["webhook_id"])


def test_an_endpoint_that_is_saved_again_keeps_its_secret_which_no_list_shows(house):
    first = house.service.save_webhook(url="https://a.example/", events=[ENROLLED])

    again = house.service.save_webhook(
        webhook_id=first["webhook_id"], url="https://b.example/", events=[ENROLLED]
    )

    (listed,) = house.service.list_webhooks()["items"]
    assert again["secret"] == first["secret"]
    assert listed["url"] == "https://b.example/"
    assert "secret" not in listed


def test_only_officers_may_change_endpoints(house):
    house.hear(a_person("E1"), a_person("E2", roles=["officer"]))
    given = {"url": "https://a.example/", "events": [ENROLLED]}

    house.service.save_webhook(**given, saved_by="E2")
    with pytest.raises(Forbidden, match="ask an officer"):
        house.service.save_webhook(**given, saved_by="E1")


def test_an_endpoint_must_make_sense(house):
    allow(house, False)
    with pytest.raises(ValidationError) as refused:
        house.service.save_webhook(
            url="http://a.example/", events=["employee.changed"], secret="secret"
        )

    assert set(refused.value.fields) == {"url", "events", "secret"}


def test_an_endpoint_can_be_tested_and_one_that_answers_is_awake_again(house, endpoint):
    saved = house.service.save_webhook(url=endpoint.url, events=[ENROLLED])
    webhook_id = saved["webhook_id"]
    endpoint.status = 500
    happens(house)
    deliver(house)

    failed = house.service.test_webhook(webhook_id=webhook_id)
    endpoint.status = 200
    arrived = house.service.test_webhook(webhook_id=webhook_id)

    assert failed == {"webhook_id": webhook_id, "arrived": False, "reason": "HTTP 500"}
    assert (arrived["arrived"], arrived["reason"]) == (True, None)
    headers, body = endpoint.heard[-1]
    assert json.loads(body)["type"] == "webhook.tested"
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    signed = Signer(saved["secret"]).sign(headers["webhook-id"], at, body)
    assert headers["webhook-signature"] == signed
    (item,) = house.service.list_webhooks()["items"]
    assert (item["failures"], item["resumes_at"]) == (0, None)


def test_only_an_officer_tests_an_endpoint_that_there_is(house, endpoint):
    house.hear(a_person("E1"), a_person("E2", roles=["officer"]))
    saved = house.service.save_webhook(url=endpoint.url, events=[ENROLLED])

    with pytest.raises(Forbidden):
        house.service.test_webhook(webhook_id=saved["webhook_id"], tested_by="E1")
    with pytest.raises(NotFound):
        house.service.test_webhook(webhook_id="W9", tested_by="E2")

    assert endpoint.heard == []


def test_what_an_endpoint_can_hear_of_is_listed(house):
    listed = house.service.list_webhook_events()["items"]

    assert {"event": ENROLLED} in listed
    assert {"event": "employee.changed"} not in listed
