"""What callers may send about webhooks, and what they get."""

from typing import Any

from marshmallow import fields, validate

from services.notification.domain.delivery import Attempt, Outcome
from services.notification.domain.webhooks import Webhook
from shared.service.requests import Id, Listing, Request


class SaveWebhook(Request):
    """Without an id it is a new one; without a secret one is made, or kept."""

    webhook_id = Id()
    url = fields.String(required=True)
    events = fields.List(fields.String(), required=True, validate=validate.Length(min=1, max=100))
    secret = fields.String()
    saved_by = Id()


class ListWebhooks(Listing):
    """All of them."""


class ListWebhookEvents(Request):
    pass


class TestWebhook(Request):
    webhook_id = Id(required=True)
    tested_by = Id()


class RenewWebhookSecret(Request):
    webhook_id = Id(required=True)
    renewed_by = Id()


class DeleteWebhook(Request):
    webhook_id = Id(required=True)
    deleted_by = Id()


def saved_view(webhook: Webhook) -> dict[str, Any]:
    """With the secret, which no list shows; former_until: how long the one before signs, too."""
    until = webhook.former_until.isoformat() if webhook.former_until else None
    return {**webhook_item(webhook), "secret": webhook.secret, "former_until": until}


def tested_view(webhook_id: str, attempt: Attempt) -> dict[str, Any]:
    """arrived: the endpoint answered with a status 2xx; reason: what it did instead."""
    arrived = attempt.outcome is Outcome.SENT
    return {"webhook_id": webhook_id, "arrived": arrived, "reason": attempt.reason}


def webhook_item(webhook: Webhook) -> dict[str, Any]:
    """An endpoint, and how it fares."""
    return {
        "webhook_id": webhook.webhook_id,
        "url": webhook.url,
        "events": list(webhook.events),
        "failures": webhook.failures,
        "resumes_at": webhook.resumes_at.isoformat() if webhook.resumes_at else None,
        "gone": webhook.gone,
    }
