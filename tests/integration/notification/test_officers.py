"""What officers, and those who lead others, are told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.notification.storage.tables import MessageRow
from shared.events import enrolment as en
from shared.events import evaluation as ev
from shared.events import hr
from shared.events.coverage import CoverageShort, ShortDay
from tests.integration.notification.house import a_person
from tests.unit.notification.builders import NOON, an_enrolment_event, an_evaluation_event


@pytest.fixture
def office(each_house):
    """O1 and O2 are officers, O3 was one, E1 is none."""
    each_house.hear(
        a_person("O1", roles=["officer"]),
        a_person("O2", roles=["officer", "auditor"]),
        a_person("O3", roles=["officer"], active=False),
        a_person("E1", roles=["office"]),
    )
    return each_house


def told(house, employee_id):
    return [one["about"] for one in house.inbox(employee_id)]


def a_parked_message(**facts) -> hr.MessageParked:
    given = {
        "occurred_at": NOON,
        "id": "M1",
        "type": "employee.changed",
        "reason": "no name",
        "source": "/hr/simpeg",
        "parked_by": "enrolment",
        "parked_id": "R1",
    }
    return hr.MessageParked(**{**given, **facts})


def a_finding(**facts) -> ev.EffectMeasured:
    given = {
        "occurred_at": NOON,
        "study_id": "S1",
        "revision": 1,
        "programme_id": "P1",
        "metric": "waiting_minutes",
        "estimate": -8.1,
        "ci_low": -11.9,
        "ci_high": -4.3,
        "unit_of_measure": "minutes",
        "n_treated": 6,
        "n_comparison": 14,
        "design": "did",
        "registered": True,
        "primary": True,
        "warnings": [],
        "verdict": "improved",
    }
    return ev.EffectMeasured(**{**given, **facts})


def test_a_counter_that_may_be_short_is_told_to_every_officer_in_service(office):
    days = [ShortDay(day=date(2026, 12, 1), position=None, on_duty=2, min_on_duty=3)]
    office.hear(
        CoverageShort(
            occurred_at=NOON,
            warning_id="W1",
            unit_id="U1",
            unit_name="Loket",
            because="somebody left",
            days=days,
        )
    )

    assert [told(office, one) for one in ("O1", "O2", "O3", "E1")] == [
        ["coverage.short"],
        ["coverage.short"],
        [],
        [],
    ]
    text = office.inbox("O1")[0]["text"]
    assert "1 Desember 2026: semua pegawai: 2 dari sedikitnya 3" in text
    assert "ada pegawai yang berhenti" in text


def test_a_request_that_nobody_leads_is_put_to_the_officers(office):
    office.hear(an_enrolment_event(en.EnrolmentRequested, approver_id=None))

    assert told(office, "O1") == told(office, "O2") == ["enrolment.requested"]


def test_messages_of_one_kind_that_cannot_be_used_raise_one_alarm_a_day(office):
    office.hear(*(a_parked_message(id=f"M{number}") for number in range(20)))
    office.hear(a_parked_message(type="leave.changed"))
    office.hear(a_parked_message(occurred_at=NOON + timedelta(days=1)))

    subjects = [one["subject"] for one in office.inbox("O1")]
    assert len(subjects) == 3
    assert subjects[0] == "Ada pesan yang tidak dapat diolah: employee.changed"


def test_an_alarm_that_could_not_be_used_itself_raises_none(office):
    office.hear(a_parked_message(type="message.parked"))

    assert told(office, "O1") == []


def test_what_a_study_found_is_told_to_the_officers_and_told_again_when_it_is_revised(office):
    first = a_finding()
    office.hear(first)
    office.hear(replace(first, revision=2, verdict="no_evidence"))

    newest, oldest = office.inbox("O1")
    assert "Hasil: membaik" in oldest["text"]
    assert "direvisi" in newest["text"]
    assert told(office, "E1") == []


def test_an_evaluation_that_is_overdue_is_told_to_who_leads_the_respondent(office):
    overdue = an_evaluation_event(
        ev.EvaluationOverdue, employee_id="E1", respondent_id="E1", escalated_to="O1"
    )
    office.hear(overdue)

    assert "/forms/" in office.inbox("E1")[0]["text"]
    asked = office.inbox("O1")[0]["text"]
    assert "Maria E1 diminta mengisi evaluasi" in asked
    assert "/forms/" not in asked


def test_an_older_message_about_what_is_overdue_can_still_be_read(house):
    house.hear(a_person("E1"))
    house.hear(an_evaluation_event(ev.EvaluationOverdue, employee_id="E1", respondent_id="E1"))
    with house.database.transaction() as session:
        row = session.query(MessageRow).one()
        row.template_version, row.data = 1, row.data.replace(', "escalated": false', "")

    assert "/forms/" in house.inbox("E1")[0]["text"]
