"""What an attempt makes of a delivery."""

from datetime import timedelta

import pytest

from services.notification.domain.delivery import Attempt, Delivery, Outcome, State, after
from services.notification.domain.retry import Patience
from tests.unit.notification.builders import NOON

PATIENCE = Patience(
    attempts=3, first_pause=timedelta(minutes=1), longest_pause=timedelta(minutes=3)
)


def a_delivery(**facts) -> Delivery:
    given = {
        "notification_id": "N1",
        "channel": "email",
        "state": State.SENDING,
        "attempts": 1,
        "doubts": 0,
        "next_at": NOON + timedelta(minutes=1),
        "claimed_at": NOON,
    }
    return Delivery(**{**given, **facts})


def tried(outcome: Outcome, **facts) -> Delivery:
    return after(a_delivery(**facts), Attempt(outcome, "why"), NOON, PATIENCE, jitter=0)


def test_what_was_sent_is_over():
    sent = tried(Outcome.SENT)

    assert (sent.state, sent.next_at, sent.sent_at) == (State.SENT, None, NOON)


def test_what_was_refused_is_over():
    refused = tried(Outcome.REFUSED)

    assert (refused.state, refused.next_at, refused.reason) == (State.FAILED, None, "why")


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2)])
def test_what_was_deferred_is_tried_again_after_a_growing_pause(attempts, minutes):
    deferred = tried(Outcome.DEFERRED, attempts=attempts)

    assert deferred.state is State.PENDING
    assert deferred.next_at == NOON + timedelta(minutes=minutes)


def test_in_the_end_it_has_failed():
    assert tried(Outcome.DEFERRED, attempts=3).state is State.FAILED


def test_an_unreachable_provider_burns_no_attempt():
    waiting = tried(Outcome.UNREACHABLE, attempts=3)

    assert (waiting.state, waiting.attempts, waiting.next_at) == (State.PENDING, 2, NOON)


def test_after_a_doubt_there_is_one_more_attempt_and_no_third():
    once = tried(Outcome.IN_DOUBT)

    assert (once.state, once.doubts) == (State.PENDING, 1)
    assert tried(Outcome.IN_DOUBT, doubts=1, attempts=2).state is State.FAILED


def test_pauses_grow_to_a_limit_and_are_shortened_by_up_to_a_half():
    patience = Patience(attempts=99, first_pause=timedelta(minutes=1))

    assert patience.next_at(90, NOON, jitter=0) == NOON + timedelta(hours=1)
    assert patience.next_at(90, NOON, jitter=1) == NOON + timedelta(minutes=30)
