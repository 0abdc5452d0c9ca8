"""What callers may send about campaigns, and what they get."""

from typing import Any

from marshmallow import fields

from services.notification.domain.campaign import Campaign
from services.notification.rendering import Words
from shared.service.requests import Id, Listing, Request, Title

_NEEDS_CONSENT = "a story is told only with the recorded consent of the person: true"


class BothLanguages(Request):
    id = Title(required=True)
    en = Title(required=True)


class DraftCampaign(Request):
    """position, unit_kind: whom it speaks to, in HR's words; null: everybody."""

    programme_id = Id(required=True)
    position = Title(allow_none=True)
    unit_kind = Title(allow_none=True)


class ApproveCampaign(Request):
    campaign_id = Id(required=True)
    approved_by = Id(required=True)


class StopCampaign(Request):
    campaign_id = Id(required=True)
    stopped_by = Id(allow_none=True)


class GetCampaign(Request):
    campaign_id = Id(required=True)


class ListCampaigns(Listing):
    programme_id = Id(allow_none=True)


class TellStory(Request):
    """consent: the person agrees to be named with these words."""

    programme_id = Id(required=True)
    employee_id = Id(required=True)
    text = fields.Nested(BothLanguages, required=True)
    consent = fields.Boolean(
        required=True,
        truthy={True},
        falsy=set(),
        error_messages=dict.fromkeys(("required", "null", "invalid"), _NEEDS_CONSENT),
    )


class WithdrawStory(Request):
    programme_id = Id(required=True)
    employee_id = Id(required=True)


def campaign_item(campaign: Campaign) -> dict[str, Any]:
    """A campaign in a list."""
    return {
        "campaign_id": campaign.campaign_id,
        "programme_id": campaign.programme_id,
        "title": campaign.title,
        "position": campaign.position,
        "unit_kind": campaign.unit_kind,
        "status": campaign.status.value,
        "claims": [dict(one) for one in campaign.claims],
        "drafted_at": campaign.drafted_at.isoformat(),
        "approved_by": campaign.approved_by,
        "approved_at": campaign.approved_at.isoformat() if campaign.approved_at else None,
    }


def campaign_view(
    campaign: Campaign,
    *,
    eligible: int,
    words: dict[str, Words],
    uptake: dict[str, dict[str, int]],
) -> dict[str, Any]:
    """A campaign as its officer sees it: what it says, to how many, and what came of it."""
    return {
        **campaign_item(campaign),
        "eligible": eligible,
        "preview": {
            language: {"subject": each.subject, "text": each.text}
            for language, each in words.items()
        },
        "uptake": uptake,
    }
