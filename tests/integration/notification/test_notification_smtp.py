"""From messages to a mail server that refuses, greylists, drops and goes away."""

import time
from collections import Counter
from datetime import timedelta

import pytest

from tests.integration.notification.house import House, a_person
from tests.unit.notification.builders import a_completion

LATER = timedelta(hours=2)
INTERRUPTED = timedelta(seconds=61)


@pytest.fixture
def house(tmp_path, mail_server):
    url = f"sqlite:///{tmp_path / 'notification.db'}"
    with House(url, tmp_path, smtp_url=mail_server.url) as house:
        yield house


def complete(house: House, *employee_ids: str) -> None:
    house.hear(*(a_person(each) for each in employee_ids))
    house.hear(*(a_completion(employee_id=each) for each in employee_ids))


def told(house: House) -> list[str]:
    return [name for name, *_ in house.published()]


def test_mails_arrive_each_once(house, mail_server):
    everybody = [f"E{number}" for number in range(50)]
    complete(house, *everybody)

    house.tick()
    house.tick(after=LATER)

    assert Counter(x["to"] for x in mail_server.taken()) == {
        f"{each.lower()}@alak.example": 1 for each in everybody
    }
    assert told(house) == ["notification.delivered"] * 50


def test_a_refused_recipient_has_failed_and_the_others_go_on(house, mail_server):
    mail_server.mood(e1="refuse")
    complete(house, "E1", "E2")

    house.tick()
    house.tick(after=LATER)

    assert [x["to"] for x in mail_server.taken()] == ["e2@alak.example"]
    assert house.states() == ["failed", "sent"]
    failed = next(data for name, _, data in house.published() if name == "notification.failed")
    assert failed["reason"] == "550 no such person"


def test_greylisting_is_waited_out(house, mail_server):
    mail_server.mood(e1="greylist")
    complete(house, "E1")

    house.tick()
    assert house.states() == ["pending"]
    house.tick()
    assert mail_server.taken() == []
    house.tick(after=LATER)

    assert len(mail_server.taken()) == 1
    assert told(house) == ["notification.delivered"]


def test_a_server_that_stays_busy_is_given_up_in_the_end(house, mail_server):
    mail_server.mood(e1="busy")
    complete(house, "E1")

    for _ in range(6):
        house.tick(after=LATER)

    assert house.states() == ["failed"]
    assert told(house) == ["notification.failed"]


def test_a_connection_lost_before_the_mail_was_taken_costs_one_attempt(house, mail_server):
    mail_server.mood(e1="drop")
    complete(house, "E1", "E2")

    house.tick()
    assert house.states() == ["pending", "sent"]
    house.tick(after=LATER)

    assert sorted(x["to"] for x in mail_server.taken()) == ["e1@alak.example", "e2@alak.example"]


@pytest.mark.parametrize(("mood", "state"), [("hang_up", "sent"), ("always_hang_up", "failed")])
def test_a_mail_in_doubt_is_repeated_once_with_the_same_id(house, mail_server, mood, state):
    mail_server.mood(e1=mood)
    complete(house, "E1")

    for _ in range(5):
        house.tick(after=LATER)

    first, second = mail_server.taken()
    assert first == second
    assert house.states() == [state]


def test_a_server_that_is_away_pauses_everything_and_burns_no_attempt(house, mail_server):
    complete(house, "E1", "E2")
    mail_server.stop()

    for _ in range(5):
        house.tick(after=LATER)
    assert [(x.state, x.attempts) for x in house.deliveries()] == [("pending", 0)] * 2

    mail_server.start()
    deadline = time.monotonic() + 10
    while house.states() != ["sent", "sent"] and time.monotonic() < deadline:
        house.tick()
        time.sleep(0.1)
    assert len(mail_server.taken()) == 2


def test_a_crash_between_sending_and_recording_repeats_at_most_once(house, mail_server):
    complete(house, "E1")
    for _ in range(4):
        dying = house.a_postman()
        dying._send_all(dying._record_and_claim(time.monotonic() + 5))  # and here it dies
        house.clock.travel(INTERRUPTED)

    house.tick()

    first, second = mail_server.taken()
    assert first == second
    assert house.states() == ["failed"]
    assert "interrupted twice" in house.published()[0][2]["reason"]


def test_a_crash_before_sending_loses_no_mail(house, mail_server):
    complete(house, "E1", "E2")
    house.a_postman()._record_and_claim(time.monotonic() + 5)  # and here it dies

    house.tick()
    house.tick(after=INTERRUPTED)

    assert sorted(x["to"] for x in mail_server.taken()) == ["e1@alak.example", "e2@alak.example"]
    assert house.states() == ["sent", "sent"]


def test_what_could_not_be_recorded_is_recorded_later_and_not_sent_again(house, mail_server):
    complete(house, "E1")
    postman = house.a_postman()
    postman._send_all(postman._record_and_claim(time.monotonic() + 5))

    postman.deliver_due()
    house.tick(after=LATER)

    assert len(mail_server.taken()) == 1
    assert told(house) == ["notification.delivered"]
