"""Calls about campaigns: evidence for those who doubt, approved by an officer."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification import campaigning
from services.notification.domain.campaign import Campaign, Status
from services.notification.domain.message import LANGUAGES
from services.notification.rendering import Renderer
from services.notification.schemas import campaigns as schemas
from services.notification.storage.campaigns import Campaigns
from services.notification.storage.people import People
from shared.service import Service, command, query
from shared.service.requests import page


class CampaignCalls(Service):
    """Calls about campaigns: evidence for those who doubt, approved by an officer."""

    renderer: Renderer

    @command(schemas.DraftCampaign)
    def draft_campaign(self, request: Any, session: Session) -> dict[str, Any]:
        """Gather what may be said today. Raises NotFound (programme), Conflict (nothing)."""
        drafted = campaigning.draft(
            session,
            request.programme_id,
            request.position,
            request.unit_kind,
            self.clock.now(),
        )
        return self._view(drafted, session)

    @command(schemas.ApproveCampaign)
    def approve_campaign(self, request: Any, session: Session) -> dict[str, Any]:
        """Let it go out. Raises NotFound, Forbidden (no officer), Conflict."""
        approved = campaigning.approve(
            session, request.campaign_id, request.approved_by, self.clock.now()
        )
        session.flush()
        return self._view(approved, session)

    @command(schemas.StopCampaign)
    def stop_campaign(self, request: Any, session: Session) -> dict[str, Any]:
        """What was not sent yet is not sent. Raises NotFound, Conflict."""
        return schemas.campaign_item(campaigning.stop(session, request.campaign_id))

    @query(schemas.GetCampaign)
    def get_campaign(self, request: Any, session: Session) -> dict[str, Any]:
        """What it says, to whom, and how many asked for a seat since. Raises NotFound."""
        return self._view(Campaigns(session).get(request.campaign_id), session)

    @query(schemas.ListCampaigns)
    def list_campaigns(self, request: Any, session: Session) -> dict[str, Any]:
        """Campaigns, the newest first."""
        found = Campaigns(session).page(request.programme_id, request.after, request.limit + 1)
        items = [schemas.campaign_item(one) for one in found]
        return page(items, request.limit, "campaign_id")

    @command(schemas.TellStory)
    def tell_story(self, request: Any, session: Session) -> dict[str, Any]:
        """Keep the words of a colleague who agrees to be named. Raises NotFound, Conflict."""
        campaigning.tell_story(
            session,
            request.programme_id,
            request.employee_id,
            vars(request.text),
            self.clock.now(),
        )
        return {"programme_id": request.programme_id, "employee_id": request.employee_id}

    @command(schemas.WithdrawStory)
    def withdraw_story(self, request: Any, session: Session) -> dict[str, Any]:
        """Take the consent back; nobody reads the words any more. Raises NotFound."""
        campaigning.withdraw_story(
            session, request.programme_id, request.employee_id, self.clock.now()
        )
        return {"programme_id": request.programme_id, "employee_id": request.employee_id}

    def _view(self, campaign: Campaign, session: Session) -> dict[str, Any]:
        campaigns, draft = Campaigns(session), campaign.status is Status.DRAFT
        eligible = campaigns.eligible(campaign, self.clock.now()) if draft else []
        named = campaign.storyteller_id
        people = People(session).find([named] if named else [])
        names = {one: person.name for one, person in people.items()}
        words = {
            language: self.renderer.render(campaigning.sample(campaign), language, names)
            for language in LANGUAGES
        }
        return schemas.campaign_view(
            campaign, eligible=len(eligible), words=words, uptake=campaigns.uptake(campaign)
        )
