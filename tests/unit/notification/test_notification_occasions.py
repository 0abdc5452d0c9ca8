"""Who hears of what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.notification.domain.matters import SETTLED_BY
from services.notification.domain.occasions import KINDS, OCCASIONS, drafts_about
from services.notification.rendering.samples import SAMPLES
from services.notification.service import NotificationService
from shared.events import certificate as ce
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import study as st
from shared.topology import LISTENS
from tests.unit.notification.builders import (
    NOON,
    a_certificate,
    a_certificate_event,
    a_completion,
    a_missing_report,
    a_reversal,
    a_study_event,
    an_enrolment_event,
    an_evaluation_event,
    an_item,
    an_offering_event,
    short_hours,
    the_built_in_schedule,
)


def readers(event) -> list[str]:
    return [draft.employee_id for draft in drafts_about(event)]


def key(event) -> str:
    (draft,) = drafts_about(event)
    return draft.once_key


def test_the_approver_is_asked_to_decide():
    asked = an_enrolment_event(en.EnrolmentRequested, approver_id="E2")

    (draft,) = drafts_about(asked)

    assert (draft.employee_id, draft.learner_id) == ("E2", "E1")
    assert KINDS[draft.template] == "asked"


def test_a_request_without_an_approver_is_put_to_the_officers():
    asked = an_enrolment_event(en.EnrolmentRequested, approver_id=None)

    assert [draft.employee_id for draft in drafts_about(asked, ["O1", "O2"])] == ["O1", "O2"]
    assert readers(asked) == []  # nobody is an officer yet


@pytest.mark.parametrize(
    "event",
    [
        an_enrolment_event(en.EnrolmentEnrolled),
        an_enrolment_event(en.EnrolmentRejected, reason=None),
        an_enrolment_event(en.EnrolmentCancelled, reason="clash"),
        an_enrolment_event(en.EnrolmentDeclined, reason="workload"),
        an_enrolment_event(en.EnrolmentWaitlisted, reason=None),
        an_enrolment_event(en.EnrolmentExpired, reason="no seat became free in time"),
        a_certificate_event(ce.CertificateExpiring),
        a_certificate_event(ce.CertificateRevoked, reason="forged"),
        a_study_event(st.StudySelected),
        a_study_event(st.StudyRejected, reason=None),
        a_study_event(st.StudyDecreed, decree_number="800/12"),
        a_study_event(st.StudyStarted, started_on=date(2026, 12, 1), ends_on=date(2028, 11, 30)),
        a_study_event(st.StudyExtended, ends_on=date(2029, 5, 31)),
        a_study_event(st.StudyReturned, returned_on=date(2028, 12, 1), bond_days=1462),
        a_study_event(st.StudyEnded, reason="ill"),
        a_study_event(st.StudyBondEnded, outcome="served", days_open=0),
        a_completion(),
        an_enrolment_event(en.TrainingNotCompleted, reason="failed"),
        a_reversal(),
    ],
    ids=lambda event: event.event_name,
)
def test_the_learner_is_told_once(event):
    (draft,) = drafts_about(event)

    assert draft.employee_id == "E1"
    assert draft.about == event.event_name
    assert draft.subject_id == event.subject
    assert KINDS[draft.template] == "told"


@pytest.mark.parametrize(
    "event",
    [
        en.EnrolmentApproved,
        ce.CertificateRenewed,
        st.StudyApplied,
        st.StudyReportSubmitted,
        st.StudyCompleted,
    ],
)
def test_what_another_message_says_or_the_reader_did_causes_no_message(event):
    assert event not in OCCASIONS


@pytest.mark.parametrize("event", [en.OfferingChanged, en.OfferingCancelled])
def test_who_has_a_seat_or_waits_hears_of_an_offering(event):
    drafts = drafts_about(an_offering_event(event, employee_ids=["E1", "E2", "E1"]))

    assert [draft.employee_id for draft in drafts] == ["E1", "E2"]
    assert {draft.data["venue"] for draft in drafts} == {"Aula"}
    assert [draft.learner_id for draft in drafts] == ["E1", "E2"]


def test_whoever_is_short_of_hours_is_asked_to_plan_some():
    (draft,) = drafts_about(short_hours())

    assert (draft.employee_id, draft.about) == ("E1", "hours.short")
    assert KINDS[draft.template] == "asked"
    assert draft.data["short_by"] == 8.5


def test_a_report_that_is_due_is_asked_of_the_learner():
    (draft,) = drafts_about(a_study_event(st.StudyReportDue, semester=1, due_on=date(2027, 6, 30)))

    assert KINDS[draft.template] == "asked"
    assert draft.data["due_on"] == "2027-06-30"


def test_a_missing_report_is_asked_of_the_learner_and_of_whoever_is_to_ask_for_it():
    assert readers(a_missing_report(step=1, escalated_to="E2")) == ["E1", "E2"]
    second = drafts_about(a_missing_report(step=2, escalated_to=None), ["O1"])
    assert [draft.employee_id for draft in second] == ["E1", "O1"]
    assert {draft.learner_id for draft in drafts_about(a_missing_report(1, "E2"))} == {"E1"}


def test_a_report_that_is_still_missing_is_a_new_occasion():
    assert key(a_missing_report(step=1, escalated_to=None)) != key(a_missing_report(2, None))


def test_a_request_that_goes_to_somebody_else_is_a_new_occasion_for_them_only():
    first = an_enrolment_event(en.EnrolmentRequested, approver_id="E2")
    later = replace(first, approver_id="E3", occurred_at=NOON + timedelta(days=3))
    back = replace(first, occurred_at=NOON + timedelta(days=4))

    assert readers(later) == ["E3"]
    assert key(first) == key(back) != key(later)


def test_a_completion_says_its_hours_and_its_certificate():
    (draft,) = drafts_about(a_completion(learning_hours=7.5))

    assert (draft.data["learning_hours"], draft.data["code"]) == (7.5, "8F3A-12CD")


def test_a_schedule_is_one_message_about_the_two_forms_that_are_open():
    scheduled = the_built_in_schedule()

    (draft,) = drafts_about(scheduled)

    assert draft.employee_id == "E1"
    assert [item["level"] for item in draft.data["items"]] == [1, 2]


def test_each_respondent_of_a_schedule_hears_of_their_own_items():
    items = [an_item(1, "E1"), an_item(3, "E2"), an_item(4, None), an_item(2, "E1")]

    drafts = drafts_about(the_built_in_schedule(items=items))

    levels = {x.employee_id: [item["level"] for item in x.data["items"]] for x in drafts}
    assert levels == {"E1": [1, 2], "E2": [3]}


def test_a_schedule_of_which_nothing_is_open_is_written_to_nobody():
    assert readers(the_built_in_schedule(items=[an_item(3, "E2", 90)])) == []
    assert readers(the_built_in_schedule(items=[])) == []


@pytest.mark.parametrize(
    "event",
    [ev.EvaluationOpened, ev.EvaluationDueSoon, ev.EvaluationOverdue, ev.EvaluationCancelled],
)
def test_the_respondent_hears_of_an_evaluation_and_the_system_does_not(event):
    assert readers(an_evaluation_event(event)) == ["E2"]
    assert readers(an_evaluation_event(event, respondent_id=None)) == []


def test_the_same_occasion_has_the_same_key():
    completed = a_completion()
    reminder = an_evaluation_event(ev.EvaluationDueSoon)

    assert key(completed) == key(replace(completed, occurred_at=NOON + timedelta(hours=1)))
    assert key(reminder) == key(replace(reminder, occurred_at=NOON + timedelta(hours=1)))


def test_a_new_certificate_or_a_new_due_date_is_a_new_occasion():
    completed = a_completion()
    reminder = an_evaluation_event(ev.EvaluationDueSoon)

    assert key(completed) != key(replace(completed, certificate=a_certificate("NEW")))
    assert key(reminder) != key(replace(reminder, due_at=NOON + timedelta(days=30)))


def test_a_second_reminder_point_of_the_same_due_date_is_a_new_occasion():
    reminder = an_evaluation_event(ev.EvaluationDueSoon)

    assert key(reminder) != key(replace(reminder, occurred_at=NOON + timedelta(days=2)))


def test_a_second_schedule_of_the_same_enrolment_is_a_new_occasion():
    first = the_built_in_schedule()
    second = the_built_in_schedule(enrolment_id=first.enrolment_id)

    assert key(first) != key(second)


ONLY_LEARNED = {
    "employee.changed",
    "unit.changed",
    "offering.scheduled",
    "enrolment.declined",
    "programme.reviewed",
}
"""What notification listens to without telling anybody of it at once."""


def test_the_table_the_templates_and_the_subscriptions_agree():
    subscribed = {entrypoint.event for entrypoint in NotificationService.tell.nameko_entrypoints}
    names = {event.event_name for event in OCCASIONS}

    learned_and_told = {ev.EffectMeasured}
    assert subscribed | learned_and_told == set(OCCASIONS)
    settling = {event.event_name for event in SETTLED_BY}
    assert set(LISTENS["notification"]) == {*ONLY_LEARNED, *names, *settling}
    assert set(SAMPLES) == set(KINDS)
