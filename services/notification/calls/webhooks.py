"""Calls about endpoints of other systems, and the timers that tell them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.notification.courier import Courier
from services.notification.domain.webhooks import EVENTS, Webhook, is_well_formed, new_secret
from services.notification.schemas import webhooks as schemas
from services.notification.storage.people import People
from services.notification.storage.webhooks import Webhooks
from shared.errors import Forbidden
from shared.ids import new_id
from shared.service import Service, command, every, procedure, query


class WebhookCalls(Service):
    """Calls about endpoints of other systems, and the timers that tell them."""

    courier: Courier

    @command(schemas.SaveWebhook, shows_secret=True)
    def save_webhook(self, request: Any, session: Session) -> dict[str, Any]:
        """An endpoint that hears of events from now on; the answer shows its secret.

        Raises ValidationError, Forbidden (saved_by is no officer), NotFound (webhook_id).
        """
        _may_change_webhooks(session, request.saved_by)
        is_well_formed(
            request.url,
            request.events,
            request.secret,
            private_allowed=self.settings.webhook_private,
        )
        webhooks, now = Webhooks(session), self.clock.now()
        events = tuple(dict.fromkeys(request.events))
        if request.webhook_id:
            known = webhooks.get(request.webhook_id).afresh()
            secret = request.secret or known.secret
            webhook = replace(known.with_secret(secret, now), url=request.url, events=events)
        else:
            secret = request.secret or new_secret()
            webhook = Webhook(webhook_id=new_id(), url=request.url, events=events, secret=secret)
        webhooks.save(webhook, request.saved_by, now)
        return schemas.saved_view(webhook)

    @command(schemas.RenewWebhookSecret, shows_secret=True)
    def renew_webhook_secret(self, request: Any, session: Session) -> dict[str, Any]:
        """A new secret; for a day the former one signs as well. Raises NotFound, Forbidden."""
        _may_change_webhooks(session, request.renewed_by)
        webhooks, now = Webhooks(session), self.clock.now()
        renewed = webhooks.get(request.webhook_id).afresh().with_secret(new_secret(), now)
        webhooks.save(renewed, request.renewed_by, now)
        return schemas.saved_view(renewed)

    @query(schemas.ListWebhooks)
    def list_webhooks(self, request: Any, session: Session) -> dict[str, Any]:
        """All endpoints and how they fare; without their secrets."""
        items, after = Webhooks(session).page(request.limit, request.after)
        return {"items": [schemas.webhook_item(one) for one in items], "next": after}

    @query(schemas.ListWebhookEvents)
    def list_webhook_events(self, request: Any, session: Session) -> dict[str, Any]:
        """What an endpoint can hear of; all of it at once."""
        return {"items": [{"event": name} for name in sorted(EVENTS)], "next": None}

    @procedure(schemas.TestWebhook)
    def test_webhook(self, request: Any) -> dict[str, Any]:
        """Send the event `webhook.tested`, now and once; one that arrives ends a pause.

        Raises NotFound, Forbidden.
        """
        with self.database.reading() as session:
            _may_change_webhooks(session, request.tested_by)
        attempt = self.courier.try_out(request.webhook_id)
        return schemas.tested_view(request.webhook_id, attempt)

    @command(schemas.DeleteWebhook)
    def delete_webhook(self, request: Any, session: Session) -> dict[str, Any]:
        """With all that it was still to be told. Raises NotFound, Forbidden."""
        _may_change_webhooks(session, request.deleted_by)
        Webhooks(session).forget(request.webhook_id)
        return {"webhook_id": request.webhook_id}

    @every(seconds=1)
    def deliver_due_webhooks(self) -> None:
        """Tell endpoints what is due."""
        self.courier.deliver_due()

    @every(seconds=3600)
    def forget_old_webhook_posts(self) -> None:
        """Give up what waited too long, and forget what is older than KEEP_MESSAGES_DAYS."""
        days = timedelta(days=self.settings.keep_messages_days)
        self.courier.tidy(self.clock.now() - days)


def _may_change_webhooks(session: Session, employee_id: str | None) -> None:
    if employee_id is not None and not People(session).is_officer(employee_id):
        raise Forbidden(
            f"{employee_id} is no training officer, and endpoints hear of everybody's matters; "
            "ask an officer"
        )
