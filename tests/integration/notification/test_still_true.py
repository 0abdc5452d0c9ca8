"""Before a message is sent it is looked at again: is it still true?"""

from datetime import timedelta

import pytest

from shared.events import certificate as ce
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import study as st
from shared.events.hours import HoursEnough
from tests.integration.notification.house import a_person, pages_opened_by
from tests.unit.notification.builders import (
    a_certificate_event,
    a_missing_report,
    a_study_event,
    an_enrolment_event,
    an_evaluation_event,
    an_offering_event,
    short_hours,
    the_built_in_schedule,
)

LATER = timedelta(hours=2)
ONE = {"enrolment_id": "N1", "offering_id": "O1"}
FORM = {"evaluation_id": "V1", "respondent_id": "E1"}


def timeline(house, about, reader="E1"):
    (found,) = [one for one in house.inbox(reader) if one["about"] == about]
    return house.service.get_timeline(notification_id=found["notification_id"])


def subjects(house):
    return [one["Subject"] for one in house.mails()]


def an_evaluation(event):
    return an_evaluation_event(event, **FORM)


@pytest.mark.parametrize("asking", [ev.EvaluationOpened, ev.EvaluationDueSoon])
def test_who_has_answered_is_not_reminded(each_house, asking):
    house = each_house
    house.hear(a_person("E1"), an_evaluation(asking))

    house.hear(an_evaluation(ev.EvaluationSubmitted))
    house.tick()

    assert house.mails() == []
    seen = timeline(house, asking.event_name)
    assert seen["settled"] == "the evaluation was answered"
    assert [(one["state"], one["reason"]) for one in seen["deliveries"]] == [
        ("superseded", "the evaluation was answered")
    ]
    assert [step["what"] for step in seen["steps"]] == ["written", "superseded"]
    assert house.published() == []


def test_also_when_the_answer_is_heard_of_first(house):
    house.hear(a_person("E1"), an_evaluation(ev.EvaluationSubmitted))

    house.hear(an_evaluation(ev.EvaluationDueSoon))
    house.tick()

    assert house.mails() == []
    assert house.states() == ["superseded"]


def test_a_settled_matter_is_shown_before_its_time_has_come(house):
    house.hear(a_person("E1"))
    house.service.set_preferences(employee_id="E1", quiet_from="11:00", quiet_to="15:00")
    house.hear(an_evaluation(ev.EvaluationDueSoon))
    house.tick()

    house.hear(an_evaluation(ev.EvaluationSubmitted))

    assert timeline(house, "evaluation.due_soon")["settled"] == "the evaluation was answered"
    house.tick(after=timedelta(hours=4))
    assert house.mails() == []


def test_of_several_evaluations_those_are_asked_for_that_are_still_open(house):
    schedule = the_built_in_schedule()
    house.hear(a_person("E1"), schedule)

    answered, asked = (one.evaluation_id for one in schedule.items[:2])
    house.hear(an_evaluation_event(ev.EvaluationSubmitted, evaluation_id=answered))
    house.tick()

    (mail,) = house.mails()
    assert pages_opened_by(mail) == [f"/forms/{asked}"]


def test_who_has_answered_everything_is_not_asked(house):
    schedule = the_built_in_schedule()
    house.hear(a_person("E1"), a_person("E2"), schedule)

    for item in schedule.items[:2]:
        house.hear(an_evaluation_event(ev.EvaluationCancelled, evaluation_id=item.evaluation_id))
    house.tick()

    assert house.states().count("superseded") == 1


@pytest.mark.parametrize(
    ("decided", "reason"),
    [
        (en.EnrolmentApproved, "the request was approved"),
        (en.EnrolmentRejected, "the request was rejected"),
        (en.EnrolmentDeclined, "the nomination was declined"),
        (en.EnrolmentCancelled, "the enrolment was cancelled"),
        (en.EnrolmentExpired, "the request expired"),
    ],
)
def test_a_decided_request_is_not_asked_for_any_more(house, decided, reason):
    house.hear(a_person("E1"), a_person("E2"))
    house.hear(an_enrolment_event(en.EnrolmentRequested, approver_id="E2", **ONE))

    more = {} if decided is en.EnrolmentApproved else {"reason": None}
    house.hear(an_enrolment_event(decided, **ONE, **more))
    house.tick(after=LATER)

    assert timeline(house, "enrolment.requested", "E2")["settled"] == reason
    assert [one["To"] for one in house.mails() if "e2@" in one["To"]] == []


@pytest.mark.parametrize("event", [en.EnrolmentEnrolled, en.EnrolmentWaitlisted])
def test_nobody_is_invited_to_a_cancelled_offering(house, event):
    more = {"reason": None} if event is en.EnrolmentWaitlisted else {}
    house.hear(a_person("E1"), a_person("E2"), an_enrolment_event(event, **ONE, **more))

    later = an_offering_event(en.OfferingCancelled, offering_id="O1", programme_id="P1")
    house.hear(later)
    house.tick(after=LATER)

    assert timeline(house, event.event_name)["settled"] == "the offering was cancelled"
    assert len([one for one in house.mails() if "e1@" in one["To"]]) == 1


def test_nobody_is_invited_whose_enrolment_was_cancelled(house):
    house.hear(a_person("E1"), an_enrolment_event(en.EnrolmentEnrolled, **ONE))
    house.hear(an_enrolment_event(en.EnrolmentDeclined, **ONE, reason="workload"))

    house.tick(after=LATER)

    assert timeline(house, "enrolment.enrolled")["settled"] == "the nomination was declined"
    [said] = house.mails()
    assert said["Subject"].startswith("Bapak/Ibu telah menolak")


def test_a_change_of_an_offering_is_not_told_once_it_is_cancelled(house):
    house.hear(a_person("E1"), a_person("E2"))
    house.hear(an_offering_event(en.OfferingChanged, offering_id="O1", employee_ids=["E1"]))
    house.hear(an_offering_event(en.OfferingCancelled, offering_id="O1", employee_ids=["E1"]))

    house.tick(after=LATER)

    assert len(house.mails()) == 1


def test_who_handed_the_report_in_is_not_asked_for_it_nor_is_who_leads_them(house):
    house.hear(a_person("E1"), a_person("E2"), a_missing_report(1, "E2"))
    house.hear(a_study_event(st.StudyReportSubmitted, study_id="S1", semester=1))

    house.tick(after=LATER)

    assert house.mails() == []
    assert house.states() == ["superseded", "superseded"]


def test_a_certificate_that_was_renewed_does_not_expire(house):
    expiring = a_certificate_event(ce.CertificateExpiring, certificate_id="C1")
    house.hear(a_person("E1"), expiring)
    house.hear(a_certificate_event(ce.CertificateRenewed, certificate_id="C2", renews_id="C1"))

    house.tick(after=LATER)

    assert house.mails() == []


def test_who_has_reached_the_hours_meanwhile_is_not_told_that_they_are_short(each_house):
    house = each_house
    short = short_hours()
    house.hear(a_person("E1"), short)
    house.hear(
        HoursEnough(
            occurred_at=short.occurred_at,
            notice_id=short.notice_id,
            employee_id="E1",
            year=2026,
            target=20.0,
            credited=7.5,
            planned=16.0,
        )
    )

    house.tick(after=LATER)

    assert house.mails() == []
    assert timeline(house, "hours.short")["settled"] == "the hours are not short any more"


def test_a_notice_of_a_later_month_is_told_although_an_earlier_one_was_settled(house):
    test_who_has_reached_the_hours_meanwhile_is_not_told_that_they_are_short(house)

    house.hear(short_hours())
    house.tick(after=LATER)

    assert len(house.mails()) == 1


def test_what_settles_nothing_of_it_leaves_a_message_alone(house):
    house.hear(a_person("E1"), an_evaluation(ev.EvaluationDueSoon))
    house.hear(an_evaluation_event(ev.EvaluationSubmitted, evaluation_id="V2"))

    house.tick()

    assert len(house.mails()) == 1


def test_settled_matters_are_forgotten_with_the_messages(house):
    house.hear(a_person("E1"), an_evaluation(ev.EvaluationSubmitted))
    house.clock.travel(timedelta(days=house.settings.keep_messages_days + 1))

    house.service.forget_old_messages()
    house.hear(an_evaluation(ev.EvaluationDueSoon))
    house.tick()

    assert len(house.mails()) == 1


def test_the_inbox_asks_for_what_is_left_and_says_what_is_settled(house):
    schedule = the_built_in_schedule()
    house.hear(a_person("E1", language="en"), schedule)
    first, second = (one.evaluation_id for one in schedule.items[:2])

    house.hear(an_evaluation_event(ev.EvaluationSubmitted, evaluation_id=first, respondent_id="E1"))
    (asked,) = house.inbox()
    house.hear(an_evaluation_event(ev.EvaluationSubmitted, evaluation_id=second))
    (answered,) = house.inbox()

    assert asked["settled"] is None
    assert first not in asked["text"]
    assert second in asked["text"]
    assert answered["settled"] == "the evaluation was answered"
