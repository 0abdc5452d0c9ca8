"""Learning hours: targets, forecasts, warnings; and what was learned elsewhere."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.enrolment.domain import external_learning as rules
from services.enrolment.domain.external_learning import ExternalLearning, LearningStatus
from services.enrolment.domain.hours import (
    HoursBalance,
    HoursTarget,
    only_a_cap_refuses,
    passes_the_cap,
    stays_under_the_cap,
    target_in_force,
    warnings_about,
)
from services.enrolment.domain.hours_checkpoint import Checkpoint, newest_checkpoint
from services.enrolment.domain.personnel_export import (
    COLUMNS,
    LearningRecord,
    as_row,
    why_left_out,
)
from shared.errors import Conflict, Forbidden, ValidationError
from shared.working_calendar import WorkingCalendar
from tests.unit.enrolment.builders import MONDAY_NOON, an_employee

FLOOR = HoursTarget(employment="PNS", from_day=date(2017, 1, 1), hours=20)
CAP = HoursTarget(employment="PPPK", from_day=date(2018, 1, 1), hours=24, kind="cap")
OFFICER = an_employee("OFFICER", roles=("officer",))


def a_balance(**facts):
    given = {"year": 2026, "earned": 0.0, "booked": 0.0, "unconfirmed": 0.0, "target": FLOOR}
    return HoursBalance(**given | facts)


def a_learning(**facts):
    learned = ExternalLearning(
        learning_id="L1",
        employee_id="E1",
        title="Seminar nasional",
        organiser="LAN",
        document_type="Sertifikat",
        learning_hours=6,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 3),
        certificate_number="12/LAN/2026",
        evidence="arsip 12",
        recorded_by="E1",
        recorded_at=MONDAY_NOON,
    )
    return replace(learned, **facts)


def a_record(**facts):
    record = LearningRecord(
        employee_id="E1",
        title="Pelayanan prima",
        learning_hours=20,
        organiser="BKPSDM",
        document_type="Sertifikat",
        certificate_number="8F3A-12CD",
        starts_on=date(2026, 12, 30),
        ends_on=date(2026, 12, 31),
    )
    return replace(record, **facts)


@pytest.mark.parametrize(
    ("employment", "year", "hours", "kind"),
    [("PNS", 2026, 20, "floor"), ("CPNS", 2026, 20, "floor"), ("PPPK", 2026, 24, "cap")],
)
def test_without_a_decision_the_built_in_targets_hold(employment, year, hours, kind):
    target = target_in_force(employment, year)

    assert (target.hours, target.kind, target.refuses) == (hours, kind, False)


@pytest.mark.parametrize(("employment", "year"), [("PNS", 2016), ("honorer", 2026)])
def test_where_nothing_was_said_there_is_no_target(employment, year):
    assert target_in_force(employment, year) is None


def test_a_decision_holds_from_its_year_on_and_a_later_one_about_the_same_day_wins():
    first = replace(FLOOR, from_day=date(2027, 1, 1), hours=30)
    second = replace(first, hours=25)

    assert target_in_force("PNS", 2026, [first, second]).hours == 20
    assert target_in_force("PNS", 2027, [first, second]).hours == 25
    assert target_in_force("PNS", 2028, [first, replace(first, hours=None)]) is None


def test_a_floor_that_what_is_booked_does_not_reach_warns_with_what_is_missing():
    (warning,) = warnings_about(a_balance(earned=8.5, booked=4))

    assert warning.code == "below_target"
    assert "12.5 of 20 JP" in warning.text
    assert "7.5 JP are missing" in warning.text
    assert warnings_about(a_balance(earned=8, booked=12)) == []


def test_a_cap_that_is_passed_warns_and_refuses_nothing():
    over = a_balance(earned=20, booked=8, target=CAP)

    (warning,) = warnings_about(over)

    assert (warning.code, "4 more than 24" in warning.text) == ("above_cap", True)
    assert warnings_about(a_balance(earned=24, target=CAP)) == []
    stays_under_the_cap("E1", over, 10)


def test_a_booking_that_would_pass_a_cap_says_so():
    (said,) = passes_the_cap("E1", a_balance(earned=20, target=CAP), 6)

    assert "20 JP" in said
    assert "6 more pass the cap of 24 JP" in said
    assert passes_the_cap("E1", a_balance(earned=20, target=CAP), 4) == []
    assert passes_the_cap("E1", a_balance(earned=20), 400) == []


def test_a_cap_refuses_only_where_the_office_said_so():
    strict = a_balance(earned=20, target=replace(CAP, refuses=True))

    with pytest.raises(Conflict, match=r"cap of 24 JP.*shorter programme would fit"):
        stays_under_the_cap("E1", strict, 6)
    stays_under_the_cap("E1", strict, 4)


def test_a_floor_cannot_refuse():
    with pytest.raises(ValidationError, match="kind cap"):
        only_a_cap_refuses(replace(FLOOR, refuses=True))
    only_a_cap_refuses(replace(CAP, refuses=True))


@pytest.mark.parametrize(
    "days",
    [
        {"starts_on": date(2026, 3, 4)},
        {"starts_on": date(2026, 11, 24), "ends_on": date(2026, 11, 24)},
    ],
)
def test_what_was_learned_has_ended_after_it_began(days):
    with pytest.raises(ValidationError, match="ends_on"):
        rules.its_days_make_sense(a_learning(**days), date(2026, 11, 23))


def test_the_same_thing_is_recorded_once():
    with pytest.raises(Conflict, match=r"confirmed for E1 already \(L1\)"):
        rules.is_recorded_once(a_learning(), a_learning(status=LearningStatus.CONFIRMED))


@pytest.mark.parametrize(
    "decider",
    [None, an_employee("E2"), replace(OFFICER, active=False), replace(OFFICER, employee_id="E1")],
)
def test_only_another_officer_confirms(decider):
    with pytest.raises(Forbidden):
        rules.only_another_officer_decides(a_learning(), decider)


def test_what_is_decided_is_decided_and_a_rejection_gives_a_reason():
    confirmed = rules.confirm(a_learning(), by="OFFICER", at=MONDAY_NOON)

    with pytest.raises(Conflict, match="confirmed already"):
        rules.reject(confirmed, by="OFFICER", reason="no proof", at=MONDAY_NOON)
    with pytest.raises(ValidationError, match="reason"):
        rules.reject(a_learning(), by="OFFICER", reason=None, at=MONDAY_NOON)
    with pytest.raises(Conflict, match="no confirmation to take back"):
        rules.take_back(a_learning(), by="OFFICER", reason="error", at=MONDAY_NOON)


def test_the_personnel_system_gets_days_as_day_month_year_and_no_nip():
    row = as_row(a_record(learning_hours=20.5))

    assert tuple(row) == COLUMNS
    assert row["pnsOrangId"] == "E1"
    assert (row["tanggalKursus"], row["tanggalSelesaiKursus"]) == ("30-12-2026", "31-12-2026")
    assert (row["jumlahJam"], row["tahunKursus"]) == ("20", "2026")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"organiser": None}, "organiser"),
        ({"certificate_number": None}, "certificate"),
        ({"learning_hours": 0.5}, "whole JP"),
        ({}, None),
    ],
)
def test_what_the_personnel_system_would_refuse_is_left_out_with_the_reason(facts, said):
    reason = why_left_out(a_record(**facts))

    assert (said is None) if reason is None else (said in reason)


def test_a_title_is_no_formula():
    assert as_row(a_record(title='=cmd("x")'))["namaKursus"] == 'cmd("x")'


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2028, 9, 29), None),
        (date(2028, 10, 1), None),  # a Sunday
        (date(2028, 10, 2), 10),
        (date(2028, 10, 31), 10),
        (date(2028, 12, 31), 12),
        (date(2029, 1, 2), None),
    ],
)
def test_it_is_looked_from_the_first_working_day_of_a_month_to_the_next_one(today, month):
    calendar = WorkingCalendar(ZoneInfo("Asia/Makassar"))

    found = newest_checkpoint(today, 10, calendar)

    assert found == (month and Checkpoint(2028, month))


@pytest.mark.parametrize(
    ("earned", "booked", "target", "short_by"),
    [
        (12.5, 0.0, FLOOR, 7.5),
        (12.0, 12.0, FLOOR, 0.0),
        (0.0, 0.0, CAP, 0.0),
        (0.0, 0.0, None, 0.0),
    ],
)
def test_hours_are_short_by_what_is_neither_earned_nor_booked(earned, booked, target, short_by):
    assert a_balance(earned=earned, booked=booked, target=target).short_by == short_by
