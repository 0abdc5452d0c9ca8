"""Tells endpoints what is due: claims, sends, records; never inside a transaction.

An endpoint that does not answer pauses, longer and longer, and the others go on.
"""

import json
import random
import time
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from services.notification.channels.webhook import Endpoints, Post
from services.notification.domain.delivery import Attempt, Outcome
from services.notification.domain.retry import Patience
from services.notification.domain.webhooks import Webhook
from services.notification.storage.webhooks import Claimed, Webhooks
from shared.clock import Clock
from shared.database import Database
from shared.ids import new_id

log = structlog.get_logger(__name__)

TESTED = "webhook.tested"
"""The one type that is no event of the bus."""

_ROUND_SECONDS = 5.0
_AT_ONCE = 1
"""What a crash repeats; the endpoint knows it again by its id."""


class Courier:
    """One for each process; any number of processes may work at once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        endpoints: Endpoints,
        patience: Patience | None = None,
    ):
        self._database = database
        self._clock = clock
        self._endpoints = endpoints
        self._patience = patience or Patience()

    def deliver_due(self) -> None:
        """For some seconds at most, or until nothing is due."""
        ends_at = time.monotonic() + _ROUND_SECONDS
        while time.monotonic() < ends_at:
            with self._database.transaction() as session:
                claimed = Webhooks(session).claim(self._clock.now(), _AT_ONCE)
            if not claimed:
                return
            for one in claimed:
                self._deliver(one)

    def tidy(self, before: datetime) -> None:
        """Give up what waited too long; forget what was told before this."""
        forgotten = 1
        while forgotten:
            with self._database.transaction() as session:
                webhooks = Webhooks(session)
                webhooks.give_up(self._clock.now())
                forgotten = webhooks.forget_before(before)

    def try_out(self, webhook_id: str) -> Attempt:
        """Tell an endpoint that it is tested, and nothing else. Raises NotFound."""
        with self._database.reading() as session:
            webhook = Webhooks(session).get(webhook_id)
        now = self._clock.now()
        told = {"type": TESTED, "timestamp": now.isoformat(), "data": {"webhook_id": webhook_id}}
        attempt, _ = self._endpoints.send(_post(webhook, new_id(), json.dumps(told), now), now)
        if attempt.outcome is Outcome.SENT:
            with self._database.transaction() as session:
                Webhooks(session).remember(webhook.afresh())
        return attempt

    def _deliver(self, claimed: Claimed) -> None:
        webhook = claimed.webhook
        sent_at = self._clock.now()
        post = _post(webhook, claimed.post_id, claimed.body, sent_at)
        attempt, gone = self._endpoints.send(post, sent_at)
        now, jitter = self._clock.now(), random.random()
        with self._database.transaction() as session:
            webhooks = Webhooks(session)
            webhooks.settle(claimed, attempt, now, self._patience, jitter)
            after = self._after(webhook, attempt, now, gone=gone)
            if after != webhook:
                webhooks.remember(after)
        if attempt.outcome is not Outcome.SENT:
            log.warning("webhook failed", webhook=webhook.webhook_id, reason=attempt.reason)

    def _after(self, webhook: Webhook, attempt: Attempt, now: datetime, *, gone: bool) -> Webhook:
        """What an attempt says of the endpoint."""
        if attempt.outcome is Outcome.SENT:
            return replace(webhook, failures=0, resumes_at=None)
        failures = webhook.failures + 1
        first, longest = self._patience.first_pause, self._patience.longest_pause
        pause: timedelta = min(first * 2 ** min(failures - 1, 30), longest)
        return replace(webhook, failures=failures, resumes_at=now + pause / 2, gone=gone)


def _post(webhook: Webhook, post_id: str, body: str, now: datetime) -> Post:
    return Post(post_id=post_id, url=webhook.url, secrets=webhook.secrets_at(now), body=body)
