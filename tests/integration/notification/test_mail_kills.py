"""The process dies at each boundary between event, row, sending and record: no mail is missing.

At most one is repeated, with the same Message-ID, and what became of it is told once.
"""

from collections import Counter
from datetime import timedelta

import pytest

from services.notification import postman as post_office
from services.notification.channels.email import Email
from services.notification.postman import Postman
from tests.integration.notification.house import House, a_person, in_an_envelope
from tests.unit.notification.builders import a_completion

INTERRUPTED = timedelta(seconds=61)


class Killed(BaseException):
    """Nothing in the process survives it."""


def _dies(*_, **__):
    raise Killed


def while_the_event_is_applied(house, patch):
    patch.setattr("services.notification.storage.messages.store", _dies)


def before_it_is_claimed(house, patch):
    patch.setattr(Postman, "_record_and_claim", _dies)


def after_it_was_claimed(house, patch):
    patch.setattr(Postman, "_send_all", _dies)


def after_it_was_sent(house, patch):
    send_all = Postman._send_all

    def sends_and_dies(postman, parcels):
        send_all(postman, parcels)
        raise Killed

    patch.setattr(Postman, "_send_all", sends_and_dies)


def while_it_is_recorded(house, patch):
    record = post_office.record

    def records_and_dies(session, channel, tried, now, patience):
        record(session, channel, tried, now, patience)
        if tried:
            raise Killed

    patch.setattr(post_office, "record", records_and_dies)


def after_it_was_recorded(house, patch):
    settle = Postman._record_and_claim

    def settles_and_dies(postman, ends_at):
        had_sent = bool(postman._tried)
        parcels = settle(postman, ends_at)
        if had_sent:
            raise Killed
        return parcels

    patch.setattr(Postman, "_record_and_claim", settles_and_dies)


def _work(house, event):
    house.deliver([event])
    house.a_postman().deliver_due()


@pytest.fixture
def house(tmp_path, mail_server):
    url = f"sqlite:///{tmp_path / 'notification.db'}"
    with House(url, tmp_path, smtp_url=mail_server.url) as house:
        yield house


@pytest.mark.parametrize(
    ("moment", "mails"),
    [
        (while_the_event_is_applied, 1),
        (before_it_is_claimed, 1),
        (after_it_was_claimed, 1),
        (after_it_was_sent, 2),
        (while_it_is_recorded, 2),
        (after_it_was_recorded, 1),
    ],
)
def test_a_mail_survives_the_death_of_its_process(house, mail_server, moment, mails):
    house.hear(a_person("E1"))
    event = in_an_envelope(a_completion())

    with pytest.MonkeyPatch.context() as patch:
        moment(house, patch)
        with pytest.raises(Killed):
            _work(house, event)
    house.deliver([event])  # it was not acknowledged, or comes again for another reason
    house.tick(after=INTERRUPTED)
    house.tick(after=INTERRUPTED)

    taken = mail_server.taken()
    assert len(taken) == mails
    assert len({one["message_id"] for one in taken}) == 1
    assert [name for name, *_ in house.published()] == ["notification.delivered"]
    assert len(house.inbox()) == 1


@pytest.mark.parametrize(("sent_first", "mails"), [(False, 1), (True, 2)])
def test_of_mails_that_were_claimed_together_only_the_one_in_hand_is_in_doubt(
    house, mail_server, sent_first, mails
):
    readers = [f"E{number}" for number in range(1, 7)]
    house.hear(*(a_person(one) for one in readers))
    house.hear(*(a_completion(employee_id=one) for one in readers))
    tried: list[str] = []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Email, "send", _dies_at_the_fourth(tried, Email.send, sent_first))
        with pytest.raises(Killed):
            house.a_postman().deliver_due()
    sent_before = len(mail_server.taken())
    house.tick(after=INTERRUPTED)
    house.tick(after=INTERRUPTED)

    taken = Counter((mail["to"], mail["message_id"]) for mail in mail_server.taken())
    expected = {f"{one.lower()}@alak.example": 1 for one in readers} | {tried[3]: mails}
    assert {to: times for (to, _), times in taken.items()} == expected
    assert sent_before == (4 if sent_first else 3)
    assert sorted(one.doubts for one in house.deliveries()) == [0] * 5 + [1]
    assert [name for name, *_ in house.published()] == ["notification.delivered"] * 6


def test_a_process_that_was_too_slow_sends_nothing_that_another_has_taken_over(house, mail_server):
    house.hear(a_person("E1"), a_person("E2"), a_completion(), a_completion(employee_id="E2"))
    slow = house.a_postman()
    claimed = slow._record_and_claim(float("inf"))
    house.tick(after=INTERRUPTED)

    slow._send_all(claimed)

    assert sorted(mail["to"] for mail in mail_server.taken()) == [
        "e1@alak.example",
        "e2@alak.example",
    ]


def _dies_at_the_fourth(tried, send, sent_first):
    def sends_and_dies(channel, mail):
        tried.append(mail.address)
        if len(tried) != 4:
            return send(channel, mail)
        if sent_first:
            send(channel, mail)
        raise Killed

    return sends_and_dies
