"""Campaigns: whom they speak to, who was told, and what is taken back."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from services.notification.domain.campaign import (
    AT_MOST_EVERY,
    DECLINED,
    Campaign,
    Status,
)
from services.notification.domain.delivery import State
from services.notification.storage.participation import asked_since
from services.notification.storage.tables import DeliveryRow, MessageRow, PersonRow
from services.notification.storage.tables.campaigns import (
    CampaignReaderRow,
    CampaignRow,
    ParticipationRow,
    UnitRow,
)
from shared.bulk import insert_rows
from shared.errors import NotFound

TEMPLATE = "campaign"
_FACTS = (
    "programme_id",
    "title",
    "position",
    "unit_kind",
    "drafted_at",
    "approved_by",
    "approved_at",
)


class Campaigns:
    """The caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, campaign_id: str) -> Campaign:
        """Raises NotFound."""
        return _campaign(self._row(campaign_id, lock=False))

    def lock(self, campaign_id: str) -> Campaign:
        """To change it. Raises NotFound."""
        return _campaign(self._row(campaign_id, lock=True))

    def save(self, campaign: Campaign) -> None:
        """Add it, or keep what became of it."""
        facts = {name: getattr(campaign, name) for name in _FACTS}
        row = CampaignRow(
            campaign_id=campaign.campaign_id,
            claims=[dict(one) for one in campaign.claims],
            status=campaign.status.value,
            **facts,
        )
        self._session.merge(row)

    def page(self, programme_id: str | None, after: str | None, limit: int) -> list[Campaign]:
        """The newest first."""
        found = select(CampaignRow).order_by(CampaignRow.campaign_id.desc()).limit(limit)
        if programme_id is not None:
            found = found.where(CampaignRow.programme_id == programme_id)
        if after is not None:
            found = found.where(CampaignRow.campaign_id < after)
        return [_campaign(row) for row in self._session.scalars(found)]

    def standing_on(self, claim: Callable[[Campaign], bool]) -> list[Campaign]:
        """Drafted or approved campaigns whose claims are of this sort, locked."""
        rows = self._session.scalars(
            select(CampaignRow)
            .where(CampaignRow.status != Status.STOPPED)
            .order_by(CampaignRow.campaign_id)
            .with_for_update()
        )
        return [one for one in map(_campaign, rows) if claim(one)]

    def eligible(self, campaign: Campaign, now: datetime) -> list[str]:
        """Colleagues of the campaign's group who declined or never enrolled.

        Not those who heard of a campaign lately.
        """
        lately = select(CampaignReaderRow.employee_id).where(
            CampaignReaderRow.told_at > now - AT_MOST_EVERY
        )
        taken = _participation(campaign.programme_id)
        found = (
            select(PersonRow.employee_id)
            .outerjoin(taken, taken.c.employee_id == PersonRow.employee_id)
            .where(PersonRow.active)
            .where(or_(taken.c.state.is_(None), taken.c.state == DECLINED))
            .where(PersonRow.employee_id.not_in(lately))
        )
        if campaign.position is not None:
            found = found.where(PersonRow.position == campaign.position)
        if campaign.unit_kind is not None:
            found = found.join(UnitRow, UnitRow.unit_id == PersonRow.unit_id)
            found = found.where(UnitRow.kind == campaign.unit_kind)
        found = found.where(PersonRow.employee_id != (campaign.storyteller_id or ""))
        return list(self._session.scalars(found.order_by(PersonRow.employee_id)))

    def add_readers(
        self, campaign_id: str, told: Iterable[str], left_alone: Iterable[str], at: datetime
    ) -> None:
        """Who is written to now, and who is not, to compare with."""
        rows = [(one, at) for one in told] + [(one, None) for one in left_alone]
        insert_rows(
            self._session,
            CampaignReaderRow,
            [
                {"campaign_id": campaign_id, "employee_id": one, "told_at": told_at}
                for one, told_at in rows
            ],
        )

    def uptake(self, campaign: Campaign) -> dict[str, dict[str, int]]:
        """Of those told and those left alone: how many people, read it, asked for a seat since."""
        counted = {}
        for name, told in (("told", True), ("left_alone", False)):
            ids = _readers(campaign.campaign_id, told)
            people = self._session.scalars(select(func.count()).select_from(ids.subquery())).one()
            since = campaign.approved_at
            asked = asked_since(self._session, campaign.programme_id, ids, since) if since else 0
            counted[name] = {"people": people, "asked_since": asked}
        counted["told"]["read"] = len(self.who_read(campaign.campaign_id))
        return counted

    def withdraw(self, campaign_id: str, reason: str) -> None:
        """What waits to be sent is not sent any more."""
        ids = select(MessageRow.notification_id).where(_of(campaign_id))
        self._session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.notification_id.in_(ids),
                DeliveryRow.state.in_((State.PENDING, State.CARRIED)),
            )
            .values(state=State.SUPERSEDED, next_at=None, reason=reason)
            .execution_options(synchronize_session=False)
        )

    def who_read(self, campaign_id: str) -> list[str]:
        """Whom the message reached: read in the inbox, or sent."""
        sent = select(DeliveryRow.notification_id).where(DeliveryRow.state == State.SENT)
        found = select(MessageRow.employee_id).where(
            _of(campaign_id),
            or_(MessageRow.read_at.is_not(None), MessageRow.notification_id.in_(sent)),
        )
        return list(self._session.scalars(found.order_by(MessageRow.employee_id)))

    def take_out(self, campaign_id: str, kind: str) -> None:
        """Claims of this kind disappear from messages that were written already."""
        rows = self._session.scalars(select(MessageRow).where(_of(campaign_id)).with_for_update())
        for row in rows:
            data = json.loads(row.data)
            data["claims"] = [one for one in data["claims"] if one["kind"] != kind]
            data.pop("learner_id", None)
            row.data = json.dumps(data, ensure_ascii=False)

    def _row(self, campaign_id: str, *, lock: bool) -> CampaignRow:
        row = self._session.get(CampaignRow, campaign_id, with_for_update=lock)
        if row is None:
            raise NotFound("campaign", campaign_id)
        return row


def _of(campaign_id: str) -> Any:
    return (MessageRow.subject_id == campaign_id) & (MessageRow.template == TEMPLATE)


def _participation(programme_id: str) -> Any:
    return (
        select(ParticipationRow.employee_id, ParticipationRow.state)
        .where(ParticipationRow.programme_id == programme_id)
        .subquery()
    )


def _readers(campaign_id: str, told: bool) -> Select[str]:
    chosen = CampaignReaderRow.told_at.is_not(None) if told else CampaignReaderRow.told_at.is_(None)
    return select(CampaignReaderRow.employee_id).where(
        CampaignReaderRow.campaign_id == campaign_id, chosen
    )


def _campaign(row: CampaignRow) -> Campaign:
    return Campaign(
        campaign_id=row.campaign_id,
        claims=tuple(row.claims),
        status=Status(row.status),
        **{name: getattr(row, name) for name in _FACTS},
    )
