"""Endpoints, and the queue of what they are to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from services.notification.domain.delivery import Attempt, Outcome, State
from services.notification.domain.retry import Patience
from services.notification.domain.webhooks import GIVES_UP_AFTER, Webhook
from services.notification.storage.contact_seal import closed, opened
from services.notification.storage.tables import PostRow, WebhookRow
from shared.bulk import add_rows
from shared.codec import encode
from shared.errors import NotFound
from shared.events import Event
from shared.ids import new_id

_KNOWN = "webhooks"
_OURS_FOR = timedelta(seconds=60)
_FORGOTTEN_AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """One event for one endpoint, which is ours to send until its minute is over."""

    post_id: str
    attempts: int
    body: str
    created_at: datetime
    claimed_at: datetime
    webhook: Webhook


class Webhooks:
    """The caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def save(self, webhook: Webhook, saved_by: str | None, now: datetime) -> None:
        """It is made where there is none."""
        values = {
            "url": webhook.url,
            "events": list(webhook.events),
            "secret": closed(self._session, webhook.secret),
            "former": closed(self._session, webhook.former),
            "former_until": webhook.former_until,
            "saved_by": saved_by,
            "saved_at": now,
            "failures": webhook.failures,
            "resumes_at": webhook.resumes_at,
            "gone": webhook.gone,
        }
        self._session.merge(WebhookRow(webhook_id=webhook.webhook_id, **values))

    def get(self, webhook_id: str) -> Webhook:
        """Raises NotFound."""
        row = self._session.get(WebhookRow, webhook_id)
        if row is None:
            raise NotFound("webhook", webhook_id)
        return self._webhook(row)

    def page(self, limit: int, after: str | None) -> tuple[list[Webhook], str | None]:
        """Some of them, and the cursor of the next."""
        found = select(WebhookRow).order_by(WebhookRow.webhook_id).limit(limit + 1)
        if after is not None:
            found = found.where(WebhookRow.webhook_id > after)
        items = [self._webhook(row) for row in self._session.scalars(found)]
        return items[:limit], items[limit - 1].webhook_id if len(items) > limit else None

    def forget(self, webhook_id: str) -> None:
        """With everything that it was still to be told. Raises NotFound."""
        self.get(webhook_id)
        self._session.execute(delete(PostRow).where(PostRow.webhook_id == webhook_id))
        self._session.execute(delete(WebhookRow).where(WebhookRow.webhook_id == webhook_id))

    def tell(self, event: Event, now: datetime) -> None:
        """Put an event into the queue of every endpoint that wants it."""
        wanting = [one for one in self._all() if event.event_name in one.events and not one.gone]
        if wanting:
            rows = [_post_values(one, event, now) for one in wanting]
            add_rows(self._session, PostRow, rows)

    def claim(self, now: datetime, limit: int) -> list[Claimed]:
        """The longest due, of endpoints that are not away; the interrupted among them."""
        awake = or_(WebhookRow.resumes_at.is_(None), WebhookRow.resumes_at <= now)
        due = self._session.execute(
            select(PostRow, WebhookRow)
            .join(WebhookRow, WebhookRow.webhook_id == PostRow.webhook_id)
            .where(PostRow.next_at <= now, awake)
            .order_by(PostRow.next_at)
            .limit(limit)
            .with_for_update(of=PostRow, skip_locked=True)
        ).all()
        for row, _ in due:
            row.state, row.attempts = State.SENDING, row.attempts + 1
            row.claimed_at, row.next_at = now, now + _OURS_FOR
        return [
            Claimed(
                post_id=row.post_id,
                attempts=row.attempts,
                body=row.body,
                created_at=row.created_at,
                claimed_at=now,
                webhook=self._webhook(webhook),
            )
            for row, webhook in due
        ]

    def settle(
        self, claimed: Claimed, attempt: Attempt, now: datetime, patience: Patience, jitter: float
    ) -> None:
        """Record how it ended, unless somebody else has taken it over meanwhile."""
        next_at = None
        state = State.SENT if attempt.outcome is Outcome.SENT else State.FAILED
        if attempt.outcome is Outcome.DEFERRED and now - claimed.created_at < GIVES_UP_AFTER:
            next_at = patience.next_at(claimed.attempts, now, jitter)
            state = State.FAILED if next_at is None else State.PENDING
        self._session.execute(
            update(PostRow)
            .where(PostRow.post_id == claimed.post_id, PostRow.claimed_at == claimed.claimed_at)
            .values(
                state=state,
                next_at=next_at,
                claimed_at=None,
                sent_at=now if state is State.SENT else None,
                reason=attempt.reason,
            )
        )

    def remember(self, webhook: Webhook) -> None:
        """Whether the endpoint is away or gone."""
        self._session.execute(
            update(WebhookRow)
            .where(WebhookRow.webhook_id == webhook.webhook_id)
            .values(failures=webhook.failures, resumes_at=webhook.resumes_at, gone=webhook.gone)
        )
        if webhook.gone:
            self._session.execute(
                update(PostRow)
                .where(PostRow.webhook_id == webhook.webhook_id, PostRow.next_at.is_not(None))
                .values(state=State.FAILED, next_at=None, reason="the endpoint is gone")
            )

    def give_up(self, now: datetime) -> None:
        """What waited too long behind an endpoint that is away has failed."""
        self._session.execute(
            update(PostRow)
            .where(
                PostRow.next_at.is_not(None),
                PostRow.state == State.PENDING,
                PostRow.created_at < now - GIVES_UP_AFTER,
            )
            .values(state=State.FAILED, next_at=None)
        )

    def forget_before(self, instant: datetime) -> int:
        """Delete some of what was told before this; return how many."""
        ids = self._session.scalars(
            select(PostRow.post_id).where(PostRow.created_at < instant).limit(_FORGOTTEN_AT_ONCE)
        ).all()
        self._session.execute(delete(PostRow).where(PostRow.post_id.in_(ids)))
        return len(ids)

    def _all(self) -> Sequence[Webhook]:
        """Looked up once for a batch of events."""
        known: Sequence[Webhook] | None = self._session.info.get(_KNOWN)
        if known is None:
            rows = self._session.scalars(select(WebhookRow).order_by(WebhookRow.webhook_id))
            known = self._session.info[_KNOWN] = [self._webhook(row) for row in rows]
        return known

    def _webhook(self, row: WebhookRow) -> Webhook:
        """With its secret as it is. Raises WrongKey."""
        return Webhook(
            webhook_id=row.webhook_id,
            url=row.url,
            events=tuple(row.events),
            secret=opened(self._session, row.secret) or "",
            former=opened(self._session, row.former),
            former_until=row.former_until,
            failures=row.failures,
            resumes_at=row.resumes_at,
            gone=row.gone,
        )


def _post_values(webhook: Webhook, event: Event, now: datetime) -> dict[str, Any]:
    body = {
        "type": event.event_name,
        "timestamp": event.occurred_at.isoformat(),
        "data": msgspec.Raw(encode(event)),
    }
    return {
        "post_id": new_id(),
        "webhook_id": webhook.webhook_id,
        "about": event.event_name,
        "body": msgspec.json.encode(body).decode(),
        "state": State.PENDING.value,
        "attempts": 0,
        "next_at": now,
        "created_at": now,
    }
