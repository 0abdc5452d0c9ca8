"""Drafting, approving and taking back what colleagues are told of a programme's worth."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain import campaign as rules
from services.notification.domain.campaign import Campaign, Finding, Status, Story
from services.notification.domain.message import Draft, Message
from services.notification.domain.reach import way_to
from services.notification.storage.campaigns import TEMPLATE, Campaigns
from services.notification.storage.evidence import Evidence, has_completed
from services.notification.storage.messages import Messages
from services.notification.storage.people import People
from shared.errors import Conflict
from shared.events.evaluation import EffectMeasured, ProgrammeReviewed
from shared.ids import new_id

CORRECTION = "campaign_correction"


def draft(
    session: Session, programme_id: str, position: str | None, unit_kind: str | None, now: datetime
) -> Campaign:
    """What may be said today to colleagues of this position in this kind of unit.

    Raises NotFound (programme), Conflict (nothing to show).
    """
    known = Evidence(session)
    said = rules.claims(
        known.group(programme_id, position, unit_kind),
        known.findings(programme_id),
        known.story(programme_id, position, unit_kind),
    )
    title = known.title_of(programme_id)
    rules.must_have_something_to_say(said)
    drafted = Campaign(
        campaign_id=new_id(),
        programme_id=programme_id,
        title=title,
        position=position,
        unit_kind=unit_kind,
        claims=tuple(said),
        status=Status.DRAFT,
        drafted_at=now,
    )
    Campaigns(session).save(drafted)
    return drafted


def approve(session: Session, campaign_id: str, by: str, now: datetime) -> Campaign:
    """An officer lets it go out. Raises NotFound, Forbidden, Conflict (it is not true any more)."""
    campaigns = Campaigns(session)
    drafted = campaigns.lock(campaign_id)
    approved = rules.approve(drafted, by, roles=People(session).roles_of(by), at=now)
    _must_still_be_true(session, drafted)
    told, left_alone = rules.divide(campaigns.eligible(drafted, now), campaign_id)
    if not told:
        raise Conflict("nobody is left to write to: all took part, or heard of a campaign lately")
    campaigns.add_readers(campaign_id, told, left_alone, now)
    campaigns.save(approved)
    _write(session, told, now, lambda reader: _message(approved, reader))
    return approved


def stop(session: Session, campaign_id: str) -> Campaign:
    """What was not sent yet is not sent. Raises NotFound, Conflict."""
    campaigns = Campaigns(session)
    stopped = rules.stop(campaigns.lock(campaign_id))
    campaigns.withdraw(campaign_id, "the campaign was stopped")
    campaigns.save(stopped)
    return stopped


def learn_finding(session: Session, told: EffectMeasured, now: datetime) -> None:
    """Keep what a study found; who read a claim that does not hold any more is told so."""
    if not Evidence(session).learn_finding(told):
        return
    session.flush()
    findings = Evidence(session).findings(told.programme_id)
    finding = next(one for one in findings if one.study_id == told.study_id)
    if finding.can_be_claimed:
        return
    campaigns = Campaigns(session)
    for standing in campaigns.standing_on(lambda one: told.study_id in one.study_ids):
        campaigns.withdraw(standing.campaign_id, "the finding it rests on was revised")
        campaigns.save(rules.stop(standing))
        readers = campaigns.who_read(standing.campaign_id)
        campaigns.take_out(standing.campaign_id, "service")
        _write(session, readers, now, lambda reader, c=standing: _correction(c, finding, reader))


def tell_story(
    session: Session, programme_id: str, employee_id: str, text: dict[str, str], now: datetime
) -> None:
    """Keep the words of a colleague who agrees to be named.

    Raises NotFound (employee), Conflict (did not complete the programme).
    """
    People(session).get(employee_id)
    if not has_completed(session, programme_id, employee_id):
        raise Conflict(f"{employee_id} has not completed this programme")
    Evidence(session).keep_story(programme_id, Story(employee_id=employee_id, text=text), now)


def withdraw_story(session: Session, programme_id: str, employee_id: str, now: datetime) -> None:
    """From now on nobody reads it, not even in messages that were sent to the inbox before."""
    Evidence(session).withdraw_story(programme_id, employee_id, now)
    campaigns = Campaigns(session)
    told = [
        one
        for one in campaigns.standing_on(lambda one: one.storyteller_id == employee_id)
        if one.programme_id == programme_id
    ]
    for standing in told:
        campaigns.take_out(standing.campaign_id, "story")
        kept = tuple(one for one in standing.claims if one["kind"] != "story")
        campaigns.save(replace(standing, claims=kept))
        if not kept:
            campaigns.withdraw(standing.campaign_id, "the consent was withdrawn")
            campaigns.save(replace(standing, claims=kept, status=Status.STOPPED))


def _must_still_be_true(session: Session, drafted: Campaign) -> None:
    known = Evidence(session)
    now_said = rules.claims(
        known.group(drafted.programme_id, drafted.position, drafted.unit_kind),
        known.findings(drafted.programme_id),
        known.story(drafted.programme_id, drafted.position, drafted.unit_kind),
    )
    if any(one not in now_said for one in drafted.claims):
        raise Conflict("what the campaign says is not the latest any more: draft it again")


def _write(session: Session, readers: Sequence[str], now: datetime, words: Any) -> None:
    people = People(session).find(readers)
    messages = Messages(session)
    for reader in readers:
        message = words(reader)
        way = way_to(people[reader], message.about)
        messages.add(message, channels=[way] if way else [], now=now)


def _message(campaign: Campaign, reader: str) -> Draft:
    named = campaign.storyteller_id
    data: dict[str, Any] = {
        "title": campaign.title,
        "programme_id": campaign.programme_id,
        "claims": [dict(one) for one in campaign.claims],
    }
    return Draft(
        employee_id=reader,
        about=ProgrammeReviewed.event_name,
        subject_id=campaign.campaign_id,
        template=TEMPLATE,
        template_version=1,
        data=data | ({"learner_id": named} if named else {}),
        once_key=f"campaign|{campaign.campaign_id}|{reader}",
    )


def sample(campaign: Campaign) -> Message:
    """The message of a campaign, to nobody."""
    words = _message(campaign, "")
    return Message(
        notification_id="",
        employee_id="",
        about=words.about,
        template=words.template,
        template_version=words.template_version,
        data=words.data,
        created_at=campaign.drafted_at,
    )


def _correction(campaign: Campaign, finding: Finding, reader: str) -> Draft:
    return Draft(
        employee_id=reader,
        about=EffectMeasured.event_name,
        subject_id=campaign.campaign_id,
        template=CORRECTION,
        template_version=1,
        data={"title": campaign.title, "metric": finding.metric, "verdict": finding.verdict},
        once_key=f"correction|{campaign.campaign_id}|{finding.study_id}|{finding.revision}|{reader}",
    )
