"""Colleagues who doubt hear what others gained: only what is known, only once, never unasked."""

from datetime import date, timedelta

import pytest

from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from shared.events.enrolment import EnrolmentDeclined, EnrolmentRequested, TrainingNotCompleted
from shared.events.evaluation import EffectMeasured, GroupReview, ProgrammeReviewed
from shared.events.hr import UnitChanged
from tests.integration.notification.house import a_person
from tests.unit.notification.builders import NOON, a_completion

PROGRAMME = "P1"
COUNTER = {"position": "Analis", "unit_kind": "kelurahan"}
DAY = timedelta(days=1)


@pytest.fixture
def house(each_house):
    """Unit U1 is a kelurahan; OFF is an officer, DONE has completed, E1 to E3 never enrolled."""
    each_house.hear(
        UnitChanged(
            occurred_at=NOON,
            unit_id="U1",
            name="Kelurahan",
            parent_id=None,
            min_on_duty=1,
            changed_at=NOON,
            kind="kelurahan",
        ),
        a_person("OFF", roles=["officer"], position="Pengelola"),
        *[a_person(one) for one in ("DONE", "E1", "E2", "E3")],
        a_person("ELSEWHERE", unit_id="U2"),
        a_person("OTHER", position="Camat"),
    )
    each_house.hear(a_completion(employee_id="DONE", programme_id=PROGRAMME))
    return each_house


def reviewed(house, people=8, gain=0.42, applied_share=0.75):
    group = GroupReview(people=people, gain=gain, applied_share=applied_share, **COUNTER)
    house.hear(
        ProgrammeReviewed(
            occurred_at=NOON,
            programme_id=PROGRAMME,
            title="Pelayanan",
            period_start=date(2026, 7, 1),
            period_end=date(2026, 9, 30),
            completed=people,
            groups=[group],
        )
    )


def measured(house, verdict="improved", revision=1, **facts):
    given = {
        "occurred_at": NOON,
        "study_id": "S1",
        "revision": revision,
        "programme_id": PROGRAMME,
        "metric": "waiting_minutes",
        "estimate": -8.1,
        "ci_low": -11.9,
        "ci_high": -4.3,
        "unit_of_measure": "minutes",
        "n_treated": 12,
        "n_comparison": 12,
        "design": "difference-in-differences",
        "registered": True,
        "primary": True,
        "warnings": [],
        "verdict": verdict,
    }
    house.hear(EffectMeasured(**given | facts))


def about_a_seat(event, employee_id, at=NOON, **facts):
    return event(
        occurred_at=at,
        enrolment_id=f"EN-{employee_id}",
        employee_id=employee_id,
        offering_id="O1",
        programme_id=PROGRAMME,
        title="Pelayanan",
        **facts,
    )


def drafted(house):
    return house.service.draft_campaign(programme_id=PROGRAMME, **COUNTER)


def approved(house):
    campaign_id = drafted(house)["campaign_id"]
    return house.service.approve_campaign(campaign_id=campaign_id, approved_by="OFF")


def kinds(campaign):
    return [one["kind"] for one in campaign["claims"]]


def told(house, employee_id):
    return [one for one in house.inbox(employee_id) if one["about"] == "programme.reviewed"]


def test_a_draft_says_what_is_known_and_sends_nothing(house):
    reviewed(house)
    measured(house)

    campaign = drafted(house)

    assert kinds(campaign) == ["service", "learned", "applied"]
    assert campaign["status"] == "draft"
    assert campaign["eligible"] == 3
    assert "between -11.9 and -4.3" in campaign["preview"]["en"]["text"]
    assert "antara -11,9 dan -4,3" in campaign["preview"]["id"]["text"]
    assert "42 %" in campaign["preview"]["en"]["text"]
    assert told(house, "E1") == []


def test_only_a_registered_primary_study_that_found_an_improvement_speaks_of_the_service(house):
    reviewed(house)
    for revision, facts in enumerate(
        (
            {"verdict": "no_evidence"},
            {"verdict": "insufficient_data", "estimate": None, "ci_low": None, "ci_high": None},
            {"registered": False},
            {"primary": False},
        ),
        start=1,
    ):
        measured(house, revision=revision, **facts)
        assert kinds(drafted(house)) == ["learned", "applied"]


def test_without_evidence_there_is_no_campaign(house):
    with pytest.raises(Conflict, match="nothing to show yet"):
        drafted(house)
    with pytest.raises(NotFound):
        house.service.draft_campaign(programme_id="UNKNOWN")


def test_it_reaches_colleagues_alike_who_declined_or_never_enrolled_and_nobody_else(house):
    reviewed(house)
    house.hear(about_a_seat(EnrolmentDeclined, "E1", reason="experienced"))
    house.hear(about_a_seat(TrainingNotCompleted, "E2", reason="failed"))

    approved(house)

    assert [bool(told(house, one)) for one in ("E1", "E2", "E3")] == [True, False, True]
    assert not any(told(house, one) for one in ("DONE", "ELSEWHERE", "OTHER", "OFF"))
    house.tick()
    assert sorted(mail["To"].addresses[0].addr_spec for mail in house.mails())[-2:] == [
        "e1@alak.example",
        "e3@alak.example",
    ]


def test_only_an_officer_approves_and_only_once(house):
    reviewed(house)
    campaign_id = drafted(house)["campaign_id"]

    with pytest.raises(Forbidden, match="training officer"):
        house.service.approve_campaign(campaign_id=campaign_id, approved_by="E1")
    house.service.approve_campaign(campaign_id=campaign_id, approved_by="OFF")
    with pytest.raises(Conflict, match="already approved"):
        house.service.approve_campaign(campaign_id=campaign_id, approved_by="OFF")


def test_a_draft_that_is_not_the_latest_any_more_does_not_go_out(house):
    reviewed(house)
    measured(house)
    campaign_id = drafted(house)["campaign_id"]

    measured(house, "no_evidence", revision=2)

    with pytest.raises(Conflict, match=r"already stopped|not the latest"):
        house.service.approve_campaign(campaign_id=campaign_id, approved_by="OFF")
    assert told(house, "E1") == []


def test_nobody_hears_of_two_campaigns_within_ninety_days(house):
    reviewed(house)
    approved(house)

    with pytest.raises(Conflict, match="nobody is left"):
        approved(house)
    house.clock.travel(91 * DAY)
    approved(house)

    assert len(told(house, "E1")) == 2


def test_who_asked_for_a_seat_since_is_counted(house):
    reviewed(house)
    campaign_id = approved(house)["campaign_id"]
    after = house.clock.now() + DAY

    house.hear(about_a_seat(EnrolmentRequested, "E1", at=after, approver_id="OFF"))

    uptake = house.service.get_campaign(campaign_id=campaign_id)["uptake"]
    assert uptake["told"] == {"people": 3, "asked_since": 1, "read": 0}
    assert uptake["left_alone"] == {"people": 0, "asked_since": 0}


def test_of_two_hundred_a_fifth_is_left_alone_at_random_to_compare_with(house):
    house.hear(*[a_person(f"MANY-{number}", email=None) for number in range(197)])
    reviewed(house)

    uptake = approved(house)["uptake"]

    assert (uptake["told"]["people"], uptake["left_alone"]["people"]) == (160, 40)


def test_a_claim_that_does_not_hold_any_more_is_withdrawn_and_corrected_where_it_was_read(house):
    reviewed(house)
    measured(house)
    house.hear(a_person("E2", email=None, changed_at=NOON + DAY))
    campaign_id = approved(house)["campaign_id"]
    read = told(house, "E2")[0]["notification_id"]
    house.service.mark_read(notification_id=read)

    measured(house, "no_evidence", revision=2)

    house.tick()
    states = {row.state for row in house.deliveries() if row.reason}
    assert states == {"superseded"}
    assert house.service.get_campaign(campaign_id=campaign_id)["status"] == "stopped"
    corrections = [x for x in house.inbox("E2") if x["about"] == "effect.measured"]
    assert len(corrections) == 1
    assert "tidak ada bukti" in corrections[0]["text"]
    assert [x for x in house.inbox("E1") if x["about"] == "effect.measured"] == []
    assert "antara" not in told(house, "E1")[0]["text"]

    measured(house, "no_evidence", revision=2)
    assert len([x for x in house.inbox("E2") if x["about"] == "effect.measured"]) == 1


def test_what_was_not_sent_is_not_sent_once_a_campaign_is_stopped(house):
    reviewed(house)
    campaign_id = approved(house)["campaign_id"]

    house.service.stop_campaign(campaign_id=campaign_id)
    mails = len(house.mails())
    house.tick()

    subjects = [mail["Subject"] for mail in house.mails()[mails:]]
    assert not any("Manfaat" in subject for subject in subjects)


WORDS = {"id": "Antrean pagi habis sebelum siang.", "en": "The morning queue is gone by noon."}


def test_a_story_is_told_with_the_name_while_the_consent_stands(house):
    house.service.tell_story(programme_id=PROGRAMME, employee_id="DONE", text=WORDS, consent=True)
    campaign = approved(house)
    assert kinds(campaign) == ["story"]
    assert "Maria DONE" in told(house, "E1")[0]["text"]
    assert WORDS["id"] in told(house, "E1")[0]["text"]

    house.service.withdraw_story(programme_id=PROGRAMME, employee_id="DONE")

    assert WORDS["id"] not in told(house, "E1")[0]["text"]
    assert "Maria DONE" not in told(house, "E1")[0]["text"]
    with pytest.raises(Conflict, match="nothing to show"):
        drafted(house)


def test_only_who_completed_the_programme_can_tell_of_it(house):
    with pytest.raises(Conflict, match="has not completed"):
        house.service.tell_story(programme_id=PROGRAMME, employee_id="E1", text=WORDS, consent=True)
    with pytest.raises(NotFound):
        house.service.withdraw_story(programme_id=PROGRAMME, employee_id="E1")


@pytest.mark.parametrize("consent", [{}, {"consent": None}, {"consent": False}])
def test_a_story_without_consent_is_refused_in_words(house, consent):
    with pytest.raises(ValidationError) as refused:
        house.service.tell_story(programme_id=PROGRAMME, employee_id="DONE", text=WORDS, **consent)

    [reason] = refused.value.fields["consent"]
    assert "recorded consent" in reason


def test_a_campaign_can_be_muted(house):
    reviewed(house)
    house.service.set_preferences(employee_id="E1", muted=["programme.reviewed"])

    approved(house)
    house.tick()

    assert told(house, "E1")
    to_e1 = [m for m in house.mails() if "e1@alak.example" in m["To"]]
    assert not any("Manfaat" in mail["Subject"] for mail in to_e1)


def test_an_older_event_that_comes_late_does_not_undo_a_newer_one(house):
    reviewed(house)
    house.hear(
        about_a_seat(EnrolmentDeclined, "E1", at=NOON + 2 * DAY, reason="workload"),
        about_a_seat(EnrolmentRequested, "E1", at=NOON + DAY, approver_id="OFF"),
    )
    house.hear(about_a_seat(EnrolmentRequested, "E1", at=NOON, approver_id="OFF"))

    assert drafted(house)["eligible"] == 3
