"""Reports, extension and service bond of a study, and the order of its steps."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.enrolment.domain import study
from services.enrolment.domain.study import Study, StudyStatus
from services.enrolment.domain.study_bond import (
    BondEntry,
    balance,
    counted_next,
    days_owed,
    no_more_is_released_than_is_owed,
    served,
)
from services.enrolment.domain.study_numbers import BUILT_IN
from services.enrolment.domain.study_reports import (
    ReportStatus,
    after_extension,
    hand_in,
    months_later,
    next_step,
    planned_reports,
    waive_all,
    waive_what_lies_ahead,
)
from shared.errors import Conflict, Forbidden, ValidationError
from tests.unit.enrolment.builders import a_programme, an_employee

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
STARTED = date(2025, 8, 1)
ENDS = date(2027, 7, 31)


def a_study(**facts):
    given = Study(
        study_id="S1",
        employee_id="E1",
        offering_id="O1",
        programme_id="P1",
        title="Magister",
        funding="ministry",
        starts_on=STARTED,
        ends_on=ENDS,
        planned_until=ENDS,
        status=StudyStatus.UNDER_WAY,
        started_on=STARTED,
    )
    return replace(given, **facts)


def reports_until(ends_on=ENDS):
    return planned_reports("S1", STARTED, ends_on, BUILT_IN)


def test_every_semester_has_a_report_that_is_due_a_month_after_its_end():
    assert [str(one.due_on) for one in reports_until()] == [
        "2026-03-02",
        "2026-08-30",
        "2027-03-02",
        "2027-08-30",
    ]


def test_a_last_semester_that_is_short_is_reported_after_the_last_day():
    assert [str(one.due_on) for one in reports_until(date(2026, 3, 31))] == [
        "2026-03-02",
        "2026-04-30",
    ]


def test_a_report_is_told_ahead_then_missed_then_missed_still():
    planned = reports_until()[0]
    assert str(planned.next_on) == "2026-02-16"

    due = next_step(planned, BUILT_IN)
    overdue = next_step(due, BUILT_IN)
    escalated = next_step(overdue, BUILT_IN)

    assert [one.status for one in (due, overdue, escalated)] == ["due", "overdue", "escalated"]
    assert [str(one.next_on) for one in (due, overdue, escalated)] == [
        "2026-03-03",
        "2026-03-17",
        "None",
    ]


def test_a_report_that_was_handed_in_is_asked_for_no_more():
    overdue = replace(reports_until()[0], status=ReportStatus.OVERDUE)

    handed_in = hand_in(overdue, gpa=3.5, text=None, today=TODAY)

    assert (handed_in.status, handed_in.next_on) == ("submitted", None)
    with pytest.raises(Conflict, match="submitted already"):
        hand_in(handed_in, gpa=3.5, text=None, today=TODAY)


def test_an_extension_adds_reports_and_leaves_those_that_were_asked_for():
    known = reports_until(date(2026, 3, 31))
    known[0] = replace(known[0], status=ReportStatus.SUBMITTED, next_on=None)

    added = after_extension(known, reports_until(date(2026, 9, 30)))

    assert [(one.semester, str(one.due_on)) for one in added] == [
        (2, "2026-08-30"),
        (3, "2026-10-30"),
    ]


def test_what_was_not_asked_for_when_the_learner_returned_is_waived():
    reports = reports_until()
    reports[0] = replace(reports[0], status=ReportStatus.OVERDUE)

    assert [one.semester for one in waive_what_lies_ahead(reports, date(2026, 8, 15))] == [2, 3, 4]
    assert [one.semester for one in waive_what_lies_ahead(reports, date(2026, 8, 16))] == [3, 4]
    assert [one.semester for one in waive_all(reports)] == [1, 2, 3, 4]


def test_the_end_of_a_month_stays_the_end_of_a_month():
    assert months_later(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_extensions_are_limited_in_all():
    study.extend(a_study(), date(2028, 7, 31), "D2", BUILT_IN, NOW)

    with pytest.raises(Conflict, match="until 2028-07-31"):
        study.extend(a_study(), date(2028, 8, 1), "D2", BUILT_IN, NOW)
    once = a_study(ends_on=date(2028, 1, 31))
    with pytest.raises(Conflict, match="12 months in all"):
        study.extend(once, date(2028, 12, 31), "D3", BUILT_IN, NOW)
    with pytest.raises(Conflict, match="runs until 2027-07-31 already"):
        study.extend(a_study(), ENDS, "D2", BUILT_IN, NOW)


def test_who_returned_cannot_be_extended_nor_return_again():
    back = a_study(returned_on=date(2026, 9, 1))

    with pytest.raises(Conflict, match="returned on 2026-09-01 already"):
        study.extend(back, date(2028, 1, 1), "D2", BUILT_IN, NOW)
    with pytest.raises(Conflict, match="already"):
        study.come_back(back, TODAY, 1, today=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("step", "status"),
    [
        (lambda s: study.reject(s, by="O", reason=None, at=NOW), StudyStatus.SELECTED),
        (lambda s: study.decree(s, "D", TODAY, today=TODAY, at=NOW), StudyStatus.APPLIED),
        (lambda s: study.start(s, TODAY, today=TODAY, at=NOW), StudyStatus.SELECTED),
        (lambda s: study.complete(s, NOW), StudyStatus.DECREED),
        (lambda s: study.extend(s, ENDS, "D", BUILT_IN, NOW), StudyStatus.DECREED),
        (lambda s: study.end(s, reason="r", at=NOW), StudyStatus.COMPLETED),
    ],
)
def test_no_step_can_be_taken_before_its_turn(step, status):
    with pytest.raises(Conflict, match=f"the study is {status}: to"):
        step(a_study(status=status, started_on=None))


def test_what_lies_ahead_cannot_be_recorded():
    tomorrow = date(2026, 11, 24)
    with pytest.raises(ValidationError, match="decreed_on"):
        study.decree(a_study(status=StudyStatus.SELECTED), "D", tomorrow, today=TODAY, at=NOW)
    with pytest.raises(ValidationError, match="returned_on"):
        study.come_back(a_study(), tomorrow, 1, today=TODAY, at=NOW)


def test_only_an_officer_decides_and_nobody_about_their_own_study():
    study.an_officer_decides(an_employee("O", roles=("officer",)), a_study())

    for decider in (None, an_employee("B"), an_employee("E1", roles=("officer",))):
        with pytest.raises(Forbidden):
            study.an_officer_decides(decider, a_study())


def test_a_training_is_no_study_assignment():
    with pytest.raises(Conflict, match="request_enrolment"):
        study.is_a_degree(a_programme())


def test_nobody_has_two_study_assignments_at_once():
    study.has_no_other_open_study(None)
    with pytest.raises(Conflict, match="under_way already"):
        study.has_no_other_open_study(a_study())


def test_the_bond_is_twice_the_study_where_somebody_else_paid():
    returned_on = date(2025, 11, 9)  # 100 days away

    assert days_owed(a_study(), returned_on, BUILT_IN) == 200
    assert days_owed(a_study(funding="self"), returned_on, BUILT_IN) == 100
    assert days_owed(a_study(started_on=None), returned_on, BUILT_IN) == 0


def test_the_bond_is_counted_month_by_month_until_nothing_is_owed():
    owed = BondEntry(study_id="S1", days=200, kind="owed", entered_on=TODAY)

    month = served("S1", 200, date(2026, 10, 24), TODAY)
    assert month is not None
    assert (month.days, balance([owed, month])) == (-30, 170)
    assert served("S1", 170, TODAY, TODAY) is None
    assert served("S1", 10, date(2026, 1, 1), TODAY).days == -10
    assert counted_next(170, TODAY) == date(2026, 12, 23)
    assert counted_next(10, TODAY) == date(2026, 12, 3)


def test_no_more_is_released_than_is_owed():
    no_more_is_released_than_is_owed(10, 10)
    with pytest.raises(Conflict, match="10 days of service are owed"):
        no_more_is_released_than_is_owed(11, 10)
