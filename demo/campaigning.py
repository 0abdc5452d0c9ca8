"""Chapter of a campaign: what colleagues gained, told to those who doubt, and how sure it is."""

from collections.abc import Sequence
from typing import Any

from demo.doubting import (
    is_improved,
    make_up_for_it,
    offer_it_again,
    position_of,
    wait_for_the_review,
    who_never_took_part,
    who_uses_it,
)
from demo.needs import KIND
from demo.office import Item, Refused, Stuck
from demo.reading import LANGUAGES
from demo.stage import Stage
from demo.studying import Trial
from demo.views import show_timeline
from services.notification.storage.people import OFFICER

_SOURCES = {
    "service": "a primary study",
    "learned": "their tests before and after",
    "applied": "their own answers",
    "story": "their consent",
}
_WHO_ASK = 2
_STORY = {
    "id": "Dulu saya kira cukup pengalaman. Sekarang pekerjaan di loket saya lebih lancar.",
    "en": "I thought that experience was enough. Now the work at my counter goes more smoothly.",
}


def tell_those_who_doubt(stage: Stage) -> None:
    """Drafted from facts, approved by an officer, sent once; and what came of it."""
    if not stage.trials:
        return
    stage.screen.chapter("Those who doubt are told what is known, and how sure it is")
    make_up_for_it(stage)
    wait_for_the_review(stage)
    trial = next((one for one in stage.trials if is_improved(stage, one)), stage.trials[0])
    offering = offer_it_again(stage, trial)
    _refuse_where_nothing_is_known(stage, trial)
    teller = _tell_a_story(stage, trial)
    draft = _draft(stage, trial)
    wanted = [one for one in who_never_took_part(stage, trial) if one != teller]
    if _send(stage, draft, wanted, teller):
        _see_who_asks(stage, draft, offering)
    show_timeline(stage)


def _refuse_where_nothing_is_known(stage: Stage, told: Trial) -> None:
    """Of a training whose study found nothing, and whose people are not asked for."""
    for other in stage.trials:
        if other is not told and not is_improved(stage, other):
            words = stage.office.refusal(
                "notification",
                "draft_campaign",
                programme_id=other.offering["programme_id"],
            )
            stage.screen.refused(f"a campaign for “{other.truth.title}” to everybody", words)


def _tell_a_story(stage: Stage, trial: Trial) -> str:
    """In somebody's own words; without consent they are not even kept."""
    teller = who_uses_it(stage, trial)
    story = {
        "programme_id": trial.offering["programme_id"],
        "employee_id": teller.employee_id,
        "text": _STORY,
    }
    words = stage.office.refusal("notification", "tell_story", **story, consent=False)
    stage.screen.refused(f"the words of {teller.name}, who has not agreed to be named", words)
    stage.office.call("notification", "tell_story", **story, consent=True)
    stage.screen.done(f"{teller.name} agrees to be named with these words")
    return teller.employee_id


def _draft(stage: Stage, trial: Trial) -> Item:
    """What may be said today, with its reasons, and as both readers would read it."""
    position = position_of(stage, trial)
    draft: Item = stage.office.call(
        "notification",
        "draft_campaign",
        programme_id=trial.offering["programme_id"],
        position=position,
        unit_kind=KIND,
    )
    _must_claim_only_what_was_found(stage, trial, draft["claims"])
    stage.screen.done(
        f"a campaign is drafted for those who are {position} in a {KIND} and declined or never "
        f"enrolled: {draft['eligible']} people"
    )
    stage.screen.table(
        ["what is said", "how sure", "because of"],
        [[_said(stage, one), one["certainty"], _SOURCES[one["kind"]]] for one in draft["claims"]],
    )
    for language, name in LANGUAGES.items():
        words = draft["preview"][language]
        stage.screen.letter(f"{name}: {words['subject']}", words["text"].strip())
    return draft


def _must_claim_only_what_was_found(stage: Stage, trial: Trial, claims: Sequence[Item]) -> None:
    """Raises Stuck."""
    of_the_service = [one for one in claims if one["kind"] == "service"]
    if bool(of_the_service) != is_improved(stage, trial):
        raise Stuck("the service is spoken of exactly where the study found it improved")
    if not of_the_service:
        stage.screen.remark(
            "no registered primary study found an improvement: nothing is said of the service"
        )


def _said(stage: Stage, claim: dict[str, Any]) -> str:
    if claim["kind"] == "service":
        return (
            f"{claim['metric']} {claim['estimate']:+.1f} "
            f"({claim['ci_low']:+.1f} to {claim['ci_high']:+.1f})"
        )
    if claim["kind"] == "applied":
        return f"{claim['share']:.0%} of {claim['people']} use it"
    if claim["kind"] == "learned":
        return f"{claim['people']} learned {claim['gain']:.0%} of what they could"
    return f"the words of {stage.name(claim['employee_id'])}"


def _send(stage: Stage, draft: Item, wanted: Sequence[str], teller: str) -> bool:
    """Only after an officer has approved; False where the roster has none."""
    approval = {"campaign_id": draft["campaign_id"]}
    words = stage.office.refusal("notification", "approve_campaign", **approval, approved_by=teller)
    stage.screen.refused(f"{stage.name(teller)} approves the campaign", words)
    officer = stage.people.nominator
    if OFFICER not in officer.roles:
        stage.screen.remark("this roster has no training officer: nobody may approve it")
        return False
    written_before = len(stage.mails)
    approved = stage.office.call(
        "notification", "approve_campaign", **approval, approved_by=officer.employee_id
    )
    stage.campaigned = _told(stage, approved, wanted)
    stage.settle()
    stage.screen.done(
        f"{officer.name} approves: {len(stage.campaigned)} are told, "
        f"{len(stage.mails) - written_before} of them by mail"
    )
    return True


def _told(stage: Stage, campaign: Item, wanted: Sequence[str]) -> list[str]:
    """All of them, unless there are so many that some are left alone to compare with.

    Raises Stuck where others were told than should be.
    """
    told, left_alone = (campaign["uptake"][name]["people"] for name in ("told", "left_alone"))
    if told + left_alone != len(wanted):
        raise Stuck(f"{len(wanted)} people should hear of the campaign, not {told + left_alone}")
    if not left_alone:
        return list(wanted)
    stage.screen.remark(f"{left_alone} are left alone, to compare with")
    return [
        one
        for one in wanted
        if any(each["about"] == "programme.reviewed" for each in stage.office.messages([one]))
    ]


def _see_who_asks(stage: Stage, draft: Item, offering: Item) -> None:
    """Two of those who were told ask for a seat; their supervisors decide."""
    asked: list[Item] = []
    for reader in stage.campaigned:
        if len(asked) < _WHO_ASK:
            asked += _ask(stage, reader, offering)
    for one in asked:
        _decide(stage, one)
    stage.settle()
    campaign = stage.office.call("notification", "get_campaign", campaign_id=draft["campaign_id"])
    uptake = campaign["uptake"]["told"]
    stage.screen.done(
        f"uptake: of {uptake['people']} who were told, {uptake['read']} were reached and "
        f"{uptake['asked_since']} have asked for a seat since"
    )
    if uptake["asked_since"] != len(asked):
        raise Stuck(f"{len(asked)} asked for a seat, and {uptake['asked_since']} are reported")


def _ask(stage: Stage, reader: str, offering: Item) -> list[Item]:
    """The request, in a list; nothing where a rule is against it."""
    try:
        asked = stage.office.call(
            "enrolment",
            "request_enrolment",
            offering_id=offering["offering_id"],
            employee_id=reader,
        )
    except Refused:
        return []
    stage.screen.done(f"{stage.name(reader)} asks for a seat: {asked['status']}")
    return [asked]


def _decide(stage: Stage, asked: Item) -> None:
    """Approved, or turned down where the unit could not do without."""
    decision = {"enrolment_id": asked["enrolment_id"], "decided_by": asked["approver_id"]}
    if decision["decided_by"] is None:
        return
    try:
        decided = stage.office.call("enrolment", "decide_enrolment", **decision, decision="approve")
    except Refused as refused:
        stage.screen.refused(f"the seat for {stage.name(asked['employee_id'])}", refused.lines)
        decided = stage.office.call(
            "enrolment",
            "decide_enrolment",
            **decision,
            decision="reject",
            reason="Loket harus tetap buka",
        )
    stage.screen.done(f"{stage.name(asked['approver_id'])} decides: {decided['status']}")
