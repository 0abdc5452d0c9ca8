"""Of the events of one moment, a reader is told the weightiest."""

from datetime import timedelta, timezone
from itertools import permutations

import pytest

from services.notification.domain.message import Draft
from services.notification.domain.moments import Relation, relation, weightiest
from services.notification.domain.occasions import RESTS, WEIGHTS, drafts_about
from shared.events import Event
from shared.events import certificate as ce
from shared.events import enrolment as en
from shared.events import study as st
from tests.unit.notification.builders import (
    NOON,
    a_certificate_event,
    a_completion,
    a_reversal,
    a_study_event,
    an_enrolment_event,
    an_offering_event,
)

CANCELLED = an_enrolment_event(en.EnrolmentCancelled, reason="ill")
ENROLLED = an_enrolment_event(en.EnrolmentEnrolled)
CALLED_OFF = an_offering_event(en.OfferingCancelled, employee_ids=["E1"])
CHANGED = an_offering_event(en.OfferingChanged, employee_ids=["E1"])
SELECTED = a_study_event(st.StudySelected)
ENDED = a_study_event(st.StudyEnded, reason="ill")
FAILED = an_enrolment_event(en.TrainingNotCompleted, reason="withdrawn")
REVERSED = a_reversal()
REVOKED = a_certificate_event(
    ce.CertificateRevoked, enrolment_id=REVERSED.enrolment_id, reason="wrong"
)


def told(*events: Event) -> list[str]:
    """By the names of the events."""
    drafts = [draft for event in events for draft in drafts_about(event)]
    return [draft.about for together in weightiest(drafts, _itself) for draft in together]


def _itself(draft: Draft) -> Draft:
    return draft


@pytest.mark.parametrize(
    ("events", "what"),
    [
        ([CALLED_OFF, CANCELLED], "offering.cancelled"),
        ([CHANGED, ENROLLED], "enrolment.enrolled"),
        ([ENROLLED, SELECTED], "study.selected"),
        ([CANCELLED, ENDED], "study.ended"),
        ([FAILED, ENDED], "study.ended"),
        ([REVOKED, REVERSED], "training.completion_reversed"),
        ([CHANGED, ENROLLED, SELECTED, ENROLLED], "study.selected"),
    ],
)
def test_the_weightiest_is_told_in_whatever_order_they_come(events, what):
    assert {tuple(told(*order)) for order in permutations(events)} == {(what,)}


def test_each_alone_is_told():
    for event in (CANCELLED, ENROLLED, CALLED_OFF, CHANGED, FAILED, REVOKED):
        assert told(event) == [event.event_name]


def test_another_instant_another_programme_or_another_reader_is_another_moment():
    later = NOON + timedelta(microseconds=1)

    assert len(told(CALLED_OFF, an_enrolment_event(en.EnrolmentEnrolled, programme_id="P2"))) == 2
    assert len(told(CALLED_OFF, an_enrolment_event(en.EnrolmentEnrolled, occurred_at=later))) == 2
    assert len(told(CALLED_OFF, an_enrolment_event(en.EnrolmentEnrolled, employee_id="E2"))) == 2


def test_the_same_instant_in_another_offset_is_the_same_moment():
    local = NOON.astimezone(timezone(timedelta(hours=8)))

    assert told(CALLED_OFF, an_enrolment_event(en.EnrolmentCancelled, reason="", occurred_at=local))
    assert len(told(CALLED_OFF, an_enrolment_event(en.EnrolmentCancelled, reason=""))) == 1


def test_two_of_one_weight_are_two_matters():
    other = an_offering_event(en.OfferingCancelled, employee_ids=["E1"])

    assert told(CALLED_OFF, other, CALLED_OFF, CANCELLED) == ["offering.cancelled"] * 2


def test_what_has_no_moment_is_said_once_and_always():
    completed = a_completion()
    (draft,) = drafts_about(completed)

    assert told(completed, completed, CALLED_OFF) == ["training.completed", "offering.cancelled"]
    assert relation(draft, draft.about, draft.subject_id, None) is Relation.SAID


def test_only_what_something_weightier_may_follow_rests():
    resting = {name for name, weight in WEIGHTS.items() if weight in (0, 1)}

    (waits,) = drafts_about(CHANGED)
    (at_once,) = drafts_about(a_completion())
    (whole,) = drafts_about(ENDED)
    assert (waits.rests, at_once.rests, whole.rests) == (RESTS, timedelta(0), timedelta(0))
    assert resting == {
        "offering.changed",
        "offering.cancelled",
        "enrolment.enrolled",
        "enrolment.cancelled",
        "training.not_completed",
        "certificate.revoked",
    }
